import type { Use } from '../sketch.ts';
import { yesNo } from './csv.ts';
import {
  drawFor,
  isThere,
  perUser,
  type Report,
  type ReportContext,
  type Subject,
} from './report-context.ts';

const apps = ['Outlook', 'Word', 'Excel', 'PowerPoint', 'OneNote', 'Teams'] as const;
const platforms = ['Windows', 'Mac', 'Mobile', 'Web'] as const;

const latest = (days: readonly (number | null)[]): number | null => {
  const known = days.filter((each) => each !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** Days since the apps were used on each platform; the desktop needs a licence with desktop apps. */
const platformDays = ({ account: { sketch, workloads } }: Subject) => {
  const { use } = sketch;
  const desktop = workloads.desktopApps ? use.desktop : null;
  return {
    Windows: use.desktopKind === 'windows' ? desktop : null,
    Mac: use.desktopKind === 'mac' ? desktop : null,
    Mobile: use.mobile,
    Web: use.web,
  };
};

/** Mail and chat are used wherever the apps are used at all; the others by some. */
const otherAppShare = 0.55;

const appUse = (context: ReportContext, subject: Subject): readonly string[] => {
  const days = platformDays(subject);
  const draw = drawFor(context, subject, 'apps');
  const grid = platforms.map((platform) => {
    const isUsed = context.isWithin(days[platform]);
    return apps.map((app) => {
      const isLiked = draw.chance(otherAppShare) || app === 'Outlook';
      return isUsed && isLiked;
    });
  });
  return [
    ...platforms.map((platform) => yesNo(context.isWithin(days[platform]))),
    ...apps.map((_, app) => yesNo(grid.some((used) => used[app] === true))),
    ...grid.flatMap((used) => used.map(yesNo)),
  ];
};

/** https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail */
export const appUserDetail: Report = perUser(
  [
    'Report Refresh Date,User Principal Name,Last Activation Date,Last Activity Date,Report Period',
    ...platforms,
    ...apps,
    ...platforms.flatMap((platform) => apps.map((app) => `${app} (${platform})`)),
  ].join(','),
  (subject) =>
    isThere(subject) && (subject.account.workloads.desktopApps || subject.account.workloads.webApps),
  (context, subject) => {
    const { use } = subject.account.sketch;
    const days = platformDays(subject);
    return [
      context.refreshDate,
      context.name(subject.userPrincipalName),
      context.date(activationDays(subject, use)),
      context.date(latest(Object.values(days))),
      context.periodDays,
      ...appUse(context, subject),
    ];
  },
);

const activationDays = ({ account }: Subject, use: Use): number | null =>
  account.workloads.desktopApps ? use.activated : null;

/** Clients that are activated by a licence of their own. */
const clients: Readonly<Record<string, string>> = {
  VISIOCLIENT: 'VISIO ONLINE PLAN 2',
  PROJECTPROFESSIONAL: 'PROJECT ONLINE DESKTOP CLIENT',
};

const activationHeader =
  'Report Refresh Date,User Principal Name,Display Name,Product Type,Last Activated Date,Windows,Mac,' +
  'Windows 10 Mobile,iOS,Android,Activated On Shared Computer';

/** https://learn.microsoft.com/graph/api/reportroot-getoffice365activationsuserdetail: a row for each product. */
export const activationsUserDetail: Report = {
  header: activationHeader.split(','),
  *rows(context) {
    for (const subject of context.subjects) {
      const { account } = subject;
      if (!isThere(subject)) continue;
      const { use } = account.sketch;
      const draw = drawFor(context, subject, 'activations');
      const products = [
        ...(account.workloads.desktopApps ? ['MICROSOFT 365 APPS FOR ENTERPRISE'] : []),
        ...account.heldSkus.flatMap((partNumber) => clients[partNumber] ?? []),
      ];
      for (const product of products) {
        const isOn = use.activated !== null;
        const devices = isOn ? draw.between(1, 2) : 0;
        const phones = isOn && use.mobile !== null ? 1 : 0;
        const isApple = use.desktopKind === 'mac';
        yield [
          context.refreshDate,
          context.name(subject.userPrincipalName),
          context.name(account.user.displayName),
          product,
          context.date(use.activated),
          isApple ? 0 : devices,
          isApple ? devices : 0,
          0,
          isApple ? phones : 0,
          isApple ? 0 : phones,
          'False',
        ];
      }
    }
  },
};

const copilotApps = [
  ...['Microsoft Teams Copilot', 'Word Copilot', 'Excel Copilot', 'PowerPoint Copilot', 'Outlook Copilot'],
  ...['OneNote Copilot', 'Loop Copilot', 'Copilot Chat'],
];

/** https://learn.microsoft.com/graph/api/reportroot-getmicrosoft365copilotusageuserdetail: licensed users only. */
export const copilotUserDetail: Report = perUser(
  [
    'Report Refresh Date,Report Period,User Principal Name,Display Name,Last Activity Date',
    ...copilotApps.map((app) => `${app} Last Activity Date`),
  ].join(','),
  (subject) => isThere(subject) && subject.account.workloads.copilot,
  (context, subject) => {
    const { use } = subject.account.sketch;
    const draw = drawFor(context, subject, 'copilot');
    const last = draw.between(0, copilotApps.length - 1);
    return [
      context.refreshDate,
      context.periodDays,
      context.name(subject.userPrincipalName),
      context.name(subject.account.user.displayName),
      context.date(use.copilot),
      ...copilotApps.map((_, place) => {
        const isTried = draw.chance(0.5);
        const earlier = draw.between(0, 6);
        if (use.copilot === null || (place !== last && !isTried)) return null;
        return context.date(place === last ? use.copilot : use.copilot + earlier);
      }),
    ];
  },
);
