export {
  boundedMessage,
  formatTime,
  mergeConditions,
  parseConditions,
  type Condition,
  type ConditionStatus,
  type ConditionVerdict,
} from './condition.ts';
export { commonStatus, commonStatusAfter, type CommonReport, type CommonStatus } from './common-status.ts';
export { hasFailed } from './has-failed.ts';
export { PassReporter, type Conclusion, type ReportedPass, type Status } from './pass-reporter.ts';
export { dateTime, statusColumns, statusFields, type ColumnWords } from './status-fields.ts';
export { StatusJournal } from './status-journal.ts';
