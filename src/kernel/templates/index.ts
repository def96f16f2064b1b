export { dataTemplates, isDataKey, keyRule, makesSomething, textMap, type TextMap } from './data-templates.ts';
export { templatedData, type DataTemplate } from './templated-data.ts';
export { TemplateBudget } from './template-budget.ts';
