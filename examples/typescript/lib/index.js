export * from './questions.js';
export * from './service.js';
