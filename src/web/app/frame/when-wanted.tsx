import { type ReactNode, Suspense, useState } from 'react';

interface WhenWantedProps {
  readonly wanted: boolean;
  /** Lazy; loaded when first wanted. */
  readonly children: ReactNode;
}

/** A part of the frame that few visits need. It stays once it was wanted, so that it can close by itself. */
export const WhenWanted = ({ wanted, children }: WhenWantedProps) => {
  const [everWanted, setEverWanted] = useState(wanted);
  if (wanted && !everWanted) setEverWanted(true);
  return everWanted ? <Suspense fallback={null}>{children}</Suspense> : null;
};
