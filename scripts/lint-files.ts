import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Longest file that is still one concept; generated ones are left out. */
const MOST_LINES = 300;
const GENERATED = 'src/infisical/generated/';
/** Names that say nothing of what is in a file. */
const EMPTY_NAME = /(^|\/)(utils?|helpers?|common|types|misc)(\.ts|\/)/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith(GENERATED));

const complaints = files.flatMap((file) => {
  const lines = readFileSync(file, 'utf8').split('\n').length - 1;
  return [
    ...(lines > MOST_LINES ? [`${file}: ${lines} lines, ${MOST_LINES} at most: split it`] : []),
    ...(EMPTY_NAME.test(file) ? [`${file}: name it after its concept`] : []),
  ];
});
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.stdout.write(`${files.length} files looked at\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
