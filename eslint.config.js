import tseslint from 'typescript-eslint';
import { config as hubspotRules } from '@hubspot/eslint-config-ui-extensions';

/** Who may import whom: each row forbids, for the files on the left, imports that match the patterns on the right. */
const forbid = (files, ...groups) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: groups.map(([regex, message]) => ({ regex, message })) }],
  },
});

const stages = [
  '(^|/)(sandbox|lab|scripts|test|bench)/',
  'src imports nothing that only stages, checks or measures it.',
];
const pureMessage = 'mapping, the automation rules and wire are pure: they import nothing of ours but wire.';
const typed = [
  'src/**/*.ts',
  'sandbox/**/*.{ts,tsx}',
  'lab/**/*.ts',
  'test/**/*.{ts,tsx}',
  'bench/**/*.ts',
  'scripts/**/*.ts',
];
const extensionFiles = ['extensions/**/*.{ts,tsx}'];
/** What service and UI share lives where HubSpot's build finds it, and keeps the service's rules. */
const wire = 'extensions/app/packages/wire/**/*.ts';

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', 'src/platform/database/generated', '.data'] },
  {
    files: [...typed, ...extensionFiles],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts', wire],
    rules: {
      'no-console': 'error',
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only src/config.ts reads the environment.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Express knows a handler of failures by its four parameters.
  {
    files: ['src/platform/http/answer-failure.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] },
  },
  forbid(['src/**/*.ts'], stages),
  forbid(['extensions/app/packages/wire/*.ts'], ['^\\.\\./|^@dealdraft/', pureMessage]),
  forbid(['extensions/app/packages/wire/routes/*.ts'], ['^\\.\\./\\.\\./|^@dealdraft/', pureMessage]),
  forbid(
    ['src/mapping/**/*.ts', 'src/features/automation/rules/**/*.ts'],
    ['^\\.\\./(\\.\\./)*(features|hubspot|spotdraft|platform|[a-z-]+\\.ts$)/', pureMessage],
    stages,
  ),
  forbid(
    ['src/platform/**/*.ts'],
    [
      '/(features|hubspot|spotdraft|mapping)/',
      'platform is what any service needs: it knows no vendor and no feature.',
    ],
    stages,
  ),
  forbid(
    ['src/hubspot/**/*.ts', 'src/spotdraft/**/*.ts'],
    ['/features/', 'The edges to the vendors never import features.'],
    stages,
  ),
  forbid(
    ['src/features/**/*.ts'],
    ['/(app|server|main|config|vendors|installation|job-handlers)\\.ts$', 'Only app.ts sees all.'],
    stages,
  ),
  forbid(
    ['sandbox/**/*.{ts,tsx}'],
    ['(^|/)src/|^@dealdraft/', 'A stand-in built from the code it checks proves nothing.'],
  ),
  forbid(
    ['lab/**/*.ts'],
    ['(^|/)(scripts|test|bench)/', 'The lab is what tests, demo, benches, chaos and screenshots share.'],
  ),
  forbid(
    ['scripts/**/*.ts', 'bench/**/*.ts'],
    ['(^|/)(test|bench)/', 'What tests, scripts and benches share is in lab.'],
  ),
  forbid(
    // What an operator runs works in a production install, which has no lab.
    ['scripts/set-up{,.ts,/**/*.ts}', 'scripts/rehearse{,.ts,/**/*.ts}'],
    ['(^|/)(test|bench|lab|sandbox)/', 'An operator runs this without the lab.'],
  ),
  ...hubspotRules.map((rule) => ({
    ...rule,
    files: ['extensions/app/**/*.tsx'],
  })),
);
