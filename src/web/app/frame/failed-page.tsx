import { useRouter } from '@tanstack/react-router';
import { ErrorState } from '../../ui/feedback/states.tsx';

interface FailedPageProps {
  readonly error: unknown;
  readonly reset?: () => void;
}

/** A page that could not be shown; the frame around it stays. */
export const FailedPage = ({ error, reset }: FailedPageProps) => {
  const router = useRouter();
  const retry = () => {
    reset?.();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} />;
};
