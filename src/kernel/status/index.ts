export {
  boundedMessage,
  formatTime,
  mergeConditions,
  parseConditions,
  type Condition,
  type ConditionStatus,
  type ConditionVerdict,
} from './condition.ts';
export { StatusJournal } from './status-journal.ts';
