SwaggerUIBundle({
  // Relative to this file, so that it holds wherever the service is mounted.
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelRendering: 'model',
  // Without this the document would be sent to a validator on the web.
  validatorUrl: null,
});
