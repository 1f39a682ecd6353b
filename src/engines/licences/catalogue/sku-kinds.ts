import { z } from 'zod';
import { matcherOf } from './pattern.ts';

const names = z.array(z.string().min(1).max(300)).max(1000);

/** The data file of what Microsoft's table does not say about SKUs; see its own note. */
export const skuKindsSchema = z.object({
  note: z.string().max(2000),
  addOnNames: names,
  exchangePlans: names,
  sharePointPlans: names,
  desktopAppsPlans: names,
  appsSkus: names,
  teamsRooms: names,
  copilot: names,
  calling: names,
  e5: z.record(z.string().max(300), z.string().max(300)),
  e3: names,
  withoutDesktop: names,
  frontlineFrom: names,
  frontlineTo: z.string().max(300),
});
export type SkuKindsData = z.infer<typeof skuKindsSchema>;

/** Answers about part numbers and plan names; capitals or not does not matter. */
export interface SkuKinds {
  isAddOnName(productName: string): boolean;
  isTeamsRooms(partNumber: string): boolean;
  isCopilot(partNumber: string): boolean;
  isCalling(partNumber: string): boolean;
  /** Sold for its desktop apps (Microsoft 365 Apps), rather than a suite that has them among others. */
  isApps(partNumber: string): boolean;
  isE3(partNumber: string): boolean;
  isFrontlineSource(partNumber: string): boolean;
  /** The E3 that an E5 steps down to. */
  e3Of(partNumber: string): string | undefined;
  isDesktopApps(plan: string): boolean;
  isCollaboration(plan: string): boolean;
  /** Part numbers of suites with mail and web apps but no desktop apps. */
  readonly withoutDesktop: readonly string[];
  readonly frontlineTarget: string;
}

export const createSkuKinds = (data: SkuKindsData): SkuKinds => {
  const e3Of = new Map(Object.entries(data.e5));
  const isDesktopApps = matcherOf(data.desktopAppsPlans);
  const isCollaboration = matcherOf([...data.exchangePlans, ...data.sharePointPlans]);
  return {
    isAddOnName: matcherOf(data.addOnNames),
    isTeamsRooms: matcherOf(data.teamsRooms),
    isCopilot: matcherOf(data.copilot),
    isCalling: matcherOf(data.calling),
    isApps: matcherOf(data.appsSkus),
    isE3: matcherOf(data.e3),
    isFrontlineSource: matcherOf(data.frontlineFrom),
    e3Of: (partNumber) => e3Of.get(partNumber.toUpperCase()),
    isDesktopApps,
    isCollaboration: (plan) => isCollaboration(plan) || isDesktopApps(plan),
    withoutDesktop: data.withoutDesktop,
    frontlineTarget: data.frontlineTo,
  };
};
