import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { generateApi } from './generate-api.ts';
import { generateChart } from './generate-chart.ts';
import { generateCrds } from './generate-crds.ts';
import { generateDeploy } from './generate-deploy.ts';
import { generateMachines } from './generate-machines.ts';
import { generateMonitoring } from './generate-monitoring.ts';
import { generateOpenapi } from './generate-openapi.ts';
import { generateOptions } from './generate-options.ts';
import { generatePushPolicies } from './generate-push-policies.ts';
import { generateReasons } from './generate-reasons.ts';
import { generateTemplateFunctions } from './generate-template-functions.ts';

/** What the generators write. */
const GENERATED = ['src/infisical/generated', 'charts/secrets-operator', 'deploy', 'docs/reference', 'docs/machines'];

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help === true) {
  process.stdout.write(
    'Writes everything that is generated. --check: fails when that changes a file that git tracks.\n',
  );
} else {
  const before = values.check === true ? state() : '';
  await generateOpenapi();
  await generateCrds();
  await generateChart();
  await generateMonitoring();
  await generateDeploy();
  await generateMachines();
  await generatePushPolicies();
  await generateReasons();
  await generateOptions();
  await generateTemplateFunctions();
  await generateApi();
  if (values.check === true && state() !== before) {
    process.stdout.write(`generated files were not current; run "npm run generate" and commit:\n${changed()}\n`);
    process.exitCode = 1;
  }
}

/** Content of all generated files as git would store it, so that a check also works before the first commit. */
function state(): string {
  const files = git('ls-files', '--cached', '--others', '--exclude-standard', '--', ...GENERATED);
  const present = files.split('\n').filter((file) => file !== '');
  return present.length === 0 ? '' : git('hash-object', '--', ...present) + files;
}

function changed(): string {
  return git('status', '--short', '--', ...GENERATED);
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' });
}
