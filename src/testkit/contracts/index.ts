export { authMethodContract, type AuthMethodUnderTest, type ContractCheck } from './auth-method-contract.ts';
