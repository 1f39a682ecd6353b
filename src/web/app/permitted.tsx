import type { ComponentType } from 'react';
import type { FeaturePage } from '../ui/feature.ts';
import { useAllowed } from '../ui/session/session.ts';
import { NotFoundPage } from './frame/not-found-page.tsx';

/** A page for those who may see it; to others it does not exist. The server refuses its data by itself. */
export const permitted = (page: FeaturePage, Content: ComponentType): ComponentType => {
  const Permitted = () => (useAllowed(page.permission) ? <Content /> : <NotFoundPage />);
  return Permitted;
};
