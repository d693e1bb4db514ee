import { init } from './redoc.standalone.js';

// Relative to this file, so that it holds wherever the service is mounted.
const documentUrl = new URL('../openapi.json', import.meta.url);
const definition = await (await fetch(documentUrl)).json();

// ReDoc takes relative server addresses from the page instead of from the document, as OpenAPI has it.
for (const server of definition.servers)
  server.url = new URL(server.url, documentUrl).href.replace(/\/$/, '');

init(
  definition,
  {
    // Without this ReDoc reports each visit to its maker.
    disableTelemetry: true,
    downloadUrls: [{ title: 'openapi.json', url: documentUrl.href }],
  },
  document.getElementById('redoc'),
);
