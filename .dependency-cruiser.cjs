/** Direction rules of the house (ARCHITECTURE.md, "Directions"). Every rule is an error. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

// dependency-cruiser has swc read every file as TypeScript without JSX (its `parse.mjs` marks that as to do),
// and the console's .tsx files would end it with a syntax error.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle means two modules are one; split by meaning instead.', {}, { circular: true }),
    rule('no-unresolvable', 'Every import resolves.', {}, { couldNotResolve: true }),
    rule(
      'shared-stands-alone',
      'src/shared is safe in a browser and knows nobody.',
      { path: '^src/shared/' },
      { path: '^src/(?!shared/)' },
    ),
    rule(
      'shared-no-node',
      'src/shared runs in a browser.',
      { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'engines-are-pure',
      'Engines know only shared: no I/O, no clock, no randomness.',
      { path: '^src/engines/' },
      { path: '^src/(?!shared/|engines/)' },
    ),
    rule(
      'engines-no-io',
      'Engines do no I/O.',
      { path: '^src/engines/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'platform-down',
      'Platform knows only shared.',
      { path: '^src/platform/' },
      { path: '^src/(?!shared/|platform/)' },
    ),
    rule(
      'connectors-down',
      'Connectors know only platform and shared.',
      { path: '^src/connectors/', pathNot: '\\.test\\.ts$' },
      { path: '^src/(?!shared/|platform/|connectors/)' },
    ),
    rule(
      'emulators-alone',
      'Only tests, scripts and the demo import emulators.',
      { path: '^src/(?!emulators/)', pathNot: ['\\.test\\.ts$', '^src/server/demo/'] },
      { path: '^src/emulators/' },
    ),
    rule(
      'emulators-down',
      'Emulators know only shared: they must not agree with the product by sharing its code.',
      { path: '^src/emulators/', pathNot: '\\.test\\.ts$' },
      { path: '^src/(?!shared/|emulators/)' },
    ),
    rule(
      'features-down',
      'Features know engines, connectors, platform and shared.',
      { path: '^src/features/' },
      { path: '^src/(web|cli|server|main)' },
    ),
    rule(
      'feature-by-its-door',
      'A feature reaches another only through its feature.ts.',
      { path: '^src/features/([^/]+)/' },
      { path: '^src/features/([^/]+)/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/feature\\.ts$'] },
    ),
    rule(
      'web-down',
      'The console knows only shared contracts.',
      { path: '^src/web/' },
      { path: '^src/(?!shared/|web/)' },
    ),
    rule(
      'web-ui-below',
      'web/ui knows no feature and no app.',
      { path: '^src/web/ui/' },
      { path: '^src/web/(app|features)/' },
    ),
    rule(
      'web-feature-by-itself',
      'A web feature does not reach into another.',
      { path: '^src/web/features/([^/]+)/' },
      { path: '^src/web/features/([^/]+)/', pathNot: '^src/web/features/$1/' },
    ),
    rule(
      'cli-down',
      'Commands use shared, engines, platform; the server is composed in src/server.',
      { path: '^src/cli/' },
      { path: '^src/(web|features|connectors)/' },
    ),
    rule(
      'no-dev-in-server',
      'What runs in production is a dependency.',
      { path: '^src/(shared|platform|engines|features|connectors|server|cli)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
