export {
  boundedMessage,
  formatTime,
  mergeConditions,
  parseConditions,
  type Condition,
  type ConditionStatus,
  type ConditionVerdict,
} from './condition.ts';
export { PassReporter, type Conclusion, type ReportedPass, type Status } from './pass-reporter.ts';
export { StatusJournal } from './status-journal.ts';
