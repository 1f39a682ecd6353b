import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import type { Feature } from '../../ui/feature.ts';

/** Tenants of Microsoft 365: connecting them, what they may be asked, what was read, and ending it. */
export const feature: Feature = {
  id: 'connections',
  texts: ['connections'],
  pages: [
    {
      path: 'connections',
      permission: 'connection.read',
      load: async () => (await import('./connections-page.tsx')).ConnectionsPage,
    },
    {
      path: 'connections/new',
      permission: 'connection.manage',
      load: async () => (await import('./connect/connect-page.tsx')).ConnectPage,
    },
    {
      path: 'connections/$connectionId',
      permission: 'connection.read',
      load: async () => (await import('./detail/connection-page.tsx')).ConnectionPage,
    },
    {
      path: 'connections/$connectionId/consent',
      permission: 'connection.read',
      load: async () => (await import('./connect/consent-page.tsx')).ConsentPage,
    },
  ],
  plainPages: [
    {
      path: '/connections/callback/microsoft',
      kind: 'personal',
      load: async () => (await import('./connect/callback-page.tsx')).CallbackPage,
    },
  ],
  navigation: [
    {
      area: 'settings',
      path: 'connections',
      label: 'connections:title',
      icon: PlugConnectedRegular,
      permission: 'connection.read',
      order: 12,
    },
  ],
  runKinds: [
    { kind: 'connections.sync', label: 'connections:job.sync', path: 'connections', continues: true },
    { kind: 'licences.judge', label: 'connections:job.judge', path: 'connections' },
  ],
};
