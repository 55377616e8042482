import * as vscode from 'vscode';
import type { Param } from '../../pipeline/pipeline.ts';
import { complaintAbout, type ParamQuestion, paramQuestions } from './param-form.ts';

type Answer = { readonly value: string } | 'back' | 'gone';

/** Asks for the params of a run one after the other, with a way back; `undefined` when the user turns away. The answers are remembered for the file. `complain` says what else is wrong with a text. */
export async function askParams(
  memory: vscode.Memento,
  file: string,
  title: string,
  params: Readonly<Record<string, Param>>,
  complain: Complain = complaintAbout,
): Promise<Record<string, string> | undefined> {
  const key = `params ${file}`;
  const questions = paramQuestions(params, memory.get<Record<string, string>>(key) ?? {});
  const answers: Record<string, string> = {};
  for (let step = 0; step < questions.length; ) {
    const question = questions[step];
    const param = question && params[question.name];
    if (!question || !param) break;
    const shown = { ...question, value: answers[question.name] ?? question.value };
    const answer = await ask(shown, text => complain(question.name, param, text), {
      ...{ title, step: step + 1, totalSteps: questions.length },
    });
    if (answer === 'gone') return undefined;
    if (answer === 'back') step--;
    else {
      answers[question.name] = answer.value;
      step++;
    }
  }
  await memory.update(key, answers);
  return answers;
}

interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

type Complain = (name: string, param: Param, text: string) => string | undefined;

function ask(question: ParamQuestion, complain: (text: string) => string | undefined, step: Step): Promise<Answer> {
  return question.choices ? askChoice(question, question.choices, step) : askText(question, complain, step);
}

function askText(question: ParamQuestion, complain: (text: string) => string | undefined, step: Step): Promise<Answer> {
  const box = vscode.window.createInputBox();
  Object.assign(box, step, { prompt: `${question.name}: ${question.prompt}`, value: question.value });
  const check = (text: string) => {
    const complaint = complain(text);
    box.validationMessage = complaint;
    return complaint === undefined;
  };
  box.onDidChangeValue(check);
  return answerOf(box, () => (check(box.value) ? box.value : undefined), step);
}

function askChoice(question: ParamQuestion, choices: readonly string[], step: Step): Promise<Answer> {
  const pick = vscode.window.createQuickPick();
  Object.assign(pick, step, { placeholder: `${question.name}: ${question.prompt}` });
  pick.items = choices.map(label => ({ label }));
  pick.activeItems = pick.items.filter(({ label }) => label === question.value);
  return answerOf(pick, () => pick.activeItems[0]?.label, step);
}

function answerOf(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  value: () => string | undefined,
  { step }: Step,
): Promise<Answer> {
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer>(resolve => {
    input.onDidAccept(() => {
      const accepted = value();
      if (accepted !== undefined) resolve({ value: accepted });
    });
    input.onDidTriggerButton(() => resolve('back'));
    input.onDidHide(() => resolve('gone'));
    input.show();
  }).finally(() => input.dispose());
}
