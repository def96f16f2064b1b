export { LoginMethods, type ChosenLogin } from './login-methods.ts';
