import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { z } from 'zod';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

const preferencesSchema = z.object({
  theme: z.enum(themeChoices).catch('system'),
  density: z.enum(densities).catch('comfortable'),
  navigation: z.enum(['open', 'icons']).catch('open'),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const storageKey = 'trimtab.preferences';

const stored = (): Preferences => {
  try {
    return preferencesSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    // Storage may be forbidden or hold nonsense; the defaults are always right.
    return preferencesSchema.parse({});
  }
};

interface PreferencesContext extends Preferences {
  /** What `theme` comes to, given the system's setting. */
  readonly dark: boolean;
  change(change: Partial<Preferences>): void;
}

const Context = createContext<PreferencesContext | undefined>(undefined);

const systemDark = '(prefers-color-scheme: dark)';
const watchSystem = (notify: () => void): (() => void) => {
  const query = matchMedia(systemDark);
  query.addEventListener('change', notify);
  return () => query.removeEventListener('change', notify);
};

/** Holds what a person chose for this browser: theme, density, width of the navigation. */
export const PreferencesProvider = ({ children }: { readonly children: ReactNode }) => {
  const [preferences, setPreferences] = useState(stored);
  const system = useSyncExternalStore(watchSystem, () => matchMedia(systemDark).matches);
  const change = useCallback((part: Partial<Preferences>) => {
    setPreferences((current) => {
      const next = { ...current, ...part };
      try {
        localStorage.setItem(storageKey, JSON.stringify(next));
      } catch {
        // Private windows may refuse storage; the choice then lasts as long as the page.
      }
      return next;
    });
  }, []);
  const value = useMemo(
    () => ({
      ...preferences,
      dark: preferences.theme === 'system' ? system : preferences.theme === 'dark',
      change,
    }),
    [preferences, system, change],
  );
  return <Context value={value}>{children}</Context>;
};

/** The person's choices for this browser. */
export const usePreferences = (): PreferencesContext => {
  const value = useContext(Context);
  if (value === undefined) throw new Error('usePreferences needs a PreferencesProvider above it.');
  return value;
};
