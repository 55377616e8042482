import { triggerRules } from '../../pipeline/vocabulary/words.ts';

/** The text of a random pipeline: needs, rules, matrices, conditions, failures that stop nothing. */
export function randomPipeline(
  random: () => number,
  count = 8,
  rules: readonly string[] = triggerRules.map(rule => rule.value),
): string {
  const lines = ['params: { on: { type: boolean, default: true } }', 'tasks:'];
  for (let index = 0; index < count; index++) {
    const needs = Array.from({ length: index }, (_, other) => `t${other}`).filter(() => random() < 0.3);
    lines.push(`  t${index}:`, `    run: echo ${index}`);
    if (needs.length > 0) lines.push(`    needs: [${needs.join(', ')}]`);
    if (needs.length > 0 && random() < 0.5) {
      lines.push(`    trigger_rule: ${rules[Math.floor(random() * rules.length)]}`);
    }
    if (random() < 0.2) lines.push('    if: params.on');
    if (random() < 0.25) lines.push(`    matrix: { n: [1, 2${random() < 0.5 ? ', 3' : ''}] }`);
    else if (random() < 0.2) lines.push('    continue_on_error: true');
  }
  return `${lines.join('\n')}\n`;
}
