/** One command of the script, and what its output must say on any server. */
export interface KubectlStep {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly editor?: string;
  readonly code?: number;
  readonly says: RegExp;
}

const thing = (size: number, more = ''): string => `
apiVersion: conformance.example.com/v1
kind: Thing
metadata:
  name: t
spec:
  size: ${size}
${more}`;

const step = (line: string, says: RegExp, more: Omit<KubectlStep, 'args' | 'says'> = {}): KubectlStep => ({
  args: line.split(' '),
  says,
  ...more,
});

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1", env: [{name: A, value: "1"}]}]
`;

/** A session at the command line, in order: each step builds on those before. */
export const KUBECTL_STEPS: readonly KubectlStep[] = [
  step('create namespace work', /namespace\/work created/),
  step('create -n work -f -', /things?\.?.*t created/, { stdin: thing(1) }),
  step('create -n work -f -', /AlreadyExists/, { stdin: thing(1), code: 1 }),
  step('apply -n work -f -', /configured/, { stdin: thing(2) }),
  step('apply -n work -f -', /unchanged/, { stdin: thing(2) }),
  step('apply -n work -f -', /spec.size: Invalid value: 0/, { stdin: thing(0), code: 1 }),
  step('apply -n work -f -', /unknown field "spec.other"/, { stdin: thing(2, '  other: 1\n'), code: 1 }),
  step('apply -n work --server-side -f -', /serverside-applied/, { stdin: thing(3) }),
  step('apply -n work --server-side --field-manager=other -f -', /conflict/, { stdin: thing(4), code: 1 }),
  step('get -n work th t -o yaml --show-managed-fields', /last-applied/),
  step('apply -n work --server-side --field-manager=other --force-conflicts -f -', /serverside-applied/, {
    stdin: thing(3),
  }),
  step('apply -n work -f -', /configured/, { stdin: thing(3) }),
  step('get -n work things', /NAME +READY +SIZE +SYNCED\nt +3/),
  step('get -n work th/t -o wide', /TAGS/),
  step('get -n work conformance', /^NAME/),
  step('get -n work th t -o jsonpath={.spec.size}', /^3$/),
  step('get -n work th t -o name', /thing.conformance.example.com\/t/),
  step('get -n work th missing', /NotFound/, { code: 1 }),
  step('get nothings', /doesn't have a resource type/, { code: 1 }),
  step('patch -n work th t --type=merge -p {"spec":{"size":4}}', /patched/),
  step('patch -n work th t --type=json -p [{"op":"replace","path":"/spec/size","value":5}]', /patched/),
  step(
    'patch -n work th t --subresource=status --type=merge -p {"status":{"conditions":[{"type":"Ready","status":"True"}]}}',
    /patched/,
  ),
  step('wait -n work --for=condition=Ready th/t --timeout=10s', /condition met/),
  step('wait -n work --for=jsonpath={.spec.size}=5 th/t --timeout=10s', /condition met/),
  step('annotate -n work th t note=x', /annotated/),
  step('label -n work th t app=x', /labeled/),
  step('get -n work th -l app=x', /\nt /),
  step('edit -n work th t', /edited/, { editor: 'sed -i s/Safe/Fast/' }),
  step('get -n work th t -o jsonpath={.spec.mode}', /^Fast$/),
  step('describe -n work th t', /Name: +t\nNamespace: +work/),
  step('explain things.spec.size', /FIELD: size <integer>/),
  step('create -n work secret generic s --from-literal=a=b', /secret\/s created/),
  step('create -n work configmap c --from-literal=a=b', /configmap\/c created/),
  step('create -n work serviceaccount robot', /serviceaccount\/robot created/),
  step('create -n work token robot --duration=10m', /^ey/),
  step('get -n work secret s', /Opaque +1/),
  step('describe -n work secret s', /a: +1 bytes/),
  step('get -n work secret s -o jsonpath={.data.a}', /^Yg==$/),
  step('patch -n work secret s -p {"stringData":{"c":"d"}}', /patched/),
  step('describe -n work serviceaccount robot', /robot/),
  step('apply -n work -f -', /deployment.apps\/web created/, { stdin: DEPLOYMENT }),
  step('apply -n work -f -', /configured/, { stdin: DEPLOYMENT.replace('web:1', 'web:2') }),
  step('apply -n work -f -', /unchanged/, { stdin: DEPLOYMENT.replace('web:1', 'web:2') }),
  step('set env -n work deployment/web B=2', /env updated/),
  step('get -n work deployment web -o jsonpath={.spec.template.spec.containers[0].env[*].name}', /^A B$/),
  step('get -n work deployment,secret,th', /deployment.apps\/web/),
  step('delete -n work deployment web', /deleted/),
  step('delete -n work th t', /deleted/),
  step('delete -n work th t', /NotFound/, { code: 1 }),
  step('delete -n work th t --ignore-not-found', /^$/),
  step('delete -n work secret,configmap --all', /"s" deleted/),
  step('delete namespace work --wait=false', /deleted/),
  step('version', /Server Version/),
];
