import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { startI18n } from '../i18n/i18n.ts';
import { App } from './app.tsx';
import { reloadWhenReplaced } from './new-version.ts';

// The content security policy forbids the code generation that Zod would otherwise try.
z.config({ jitless: true });
reloadWhenReplaced();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
