export { TemplateFault } from './fault.ts';
export { TemplateEngine, type CompiledTemplate } from './template-engine.ts';
