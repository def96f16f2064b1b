export { TemplateFault } from './fault.ts';
export { TemplateEngine } from './template-engine.ts';
