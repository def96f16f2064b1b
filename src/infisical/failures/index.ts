export type { CallKind } from './answer-rules.ts';
export { type CallDescription, CallFailure, type FailureMeaning, meansThat, standingFor } from './call-failure.ts';
export { classifyAnswer } from './classify-answer.ts';
export { classifyNetworkError, FORBIDDEN_ADDRESS_CODE } from './classify-network-error.ts';
export { cleanMessage } from './server-message.ts';
