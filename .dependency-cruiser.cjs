/** Who may import whom. Each rule is a sentence; the map is in docs/guide/architecture.md. */
module.exports = {
  forbidden: [
    {
      name: 'the kernel imports no other folder of src',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'plugins import the kernel and their own folder only',
      severity: 'error',
      from: { path: '^src/plugins/([^/]+/[^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/index\\.ts$', '^src/plugins/$1/'] },
    },
    {
      name: 'kube, infisical, crd, template, platform and third-party import the kernel only by its door, and not each other',
      severity: 'error',
      from: { path: '^src/(kube|infisical|crd|template|platform|third-party)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/index\\.ts$', '^src/$1/'] },
    },
    {
      name: 'the test kit imports the kernel only, and shares no code with what it stands in for',
      severity: 'error',
      from: { path: '^src/testkit/' },
      to: { path: '^src/', pathNot: ['^src/kernel/index\\.ts$', '^src/testkit/'] },
    },
    {
      name: 'only src/kube imports the Kubernetes client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/kube/' },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
    {
      name: 'only src/kernel/container imports the container library',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: '^src/kernel/container/' },
      to: { path: 'node_modules/(tsyringe|reflect-metadata)' },
    },
    {
      name: 'generated files are imported only by the folder that wraps them',
      severity: 'error',
      from: { path: '^(src|test|scripts)/', pathNot: '^src/infisical/' },
      to: { path: '^src/infisical/generated/' },
    },
    {
      name: 'nothing imports app but the command line, and nothing imports the command line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app|cli)/' },
      to: { path: '^src/(app|cli)/' },
    },
    {
      name: 'app does not import the command line',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'production code imports no test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    { name: 'no cycles, not even between types', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'every import is found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
