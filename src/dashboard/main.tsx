import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import * as z from 'zod';
import { App } from './app.tsx';
import { openQueryClient } from './farm/query-client.ts';
import { BrokenPage } from './trouble/broken-page.tsx';
import { tellTroubles } from './trouble/tell-troubles.ts';

// Zod would otherwise try to compile its parsers, which the page's policy forbids and the browser would report.
z.config({ jitless: true });

const place = document.getElementById('page');
if (place === null) throw new Error('the document has no place for the page');
tellTroubles();
const root = createRoot(place, {
  // React has taken the page away by then; the error goes where all others go.
  onUncaughtError: (error) => {
    reportError(error);
    queueMicrotask(() => root.render(<BrokenPage />));
  },
});
root.render(
  <StrictMode>
    <QueryClientProvider client={openQueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
