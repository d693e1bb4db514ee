import { init } from './redoc.standalone.js';

init(
  // Relative to this file, so that it holds wherever the service is mounted.
  new URL('../openapi.json', import.meta.url).href,
  {
    // Without this ReDoc reports each visit to its maker.
    disableTelemetry: true,
  },
  document.getElementById('redoc'),
);
