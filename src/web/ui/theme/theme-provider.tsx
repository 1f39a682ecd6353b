import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect, useMemo } from 'react';
import { usePreferences } from './preferences.tsx';
import { darkTheme, lightTheme } from './theme.ts';

/** The nonce of this page's content security policy; absent under `vite dev`. */
const pageNonce = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/** Fluent UI with our brand; its style elements carry the page's nonce, so that the policy stays strict. */
export const ThemeProvider = ({ children }: { readonly children: ReactNode }) => {
  const { dark } = usePreferences();
  const renderer = useMemo(() => {
    const nonce = pageNonce();
    return createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } });
  }, []);
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={dark ? darkTheme : lightTheme} style={{ height: '100%' }}>
        {children}
      </FluentProvider>
    </RendererProvider>
  );
};
