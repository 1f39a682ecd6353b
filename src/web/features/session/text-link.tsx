import { Link as FluentLink } from '@fluentui/react-components';
import { useLinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A text link to a page that needs no organisation. */
export const TextLink = ({ to, children }: { readonly to: string; readonly children: ReactNode }) => (
  <FluentLink {...(useLinkProps({ to }) as object)} inline>
    {children}
  </FluentLink>
);
