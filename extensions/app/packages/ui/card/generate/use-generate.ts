import { useCallback, useEffect, useState } from 'react';
import type { PlanView, TemplateChoice, TemplatesView } from '@dealdraft/wire/card.ts';
import type { Loaded } from '../../kit/loaded.ts';
import type { PickView } from '../../format/read-plan.ts';
import { mergePicks, picksOf } from '../../format/read-plan.ts';
import type { Submission } from '../../kit/submission.ts';
import { chosenBeforehand } from './template-choice.ts';
import { useCard } from '../base/card-services.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { useSubmission } from '../base/use-submission.ts';

export type Generating = {
  templates: Loaded<TemplatesView>;
  template: TemplateChoice | null;
  plan: Loaded<PlanView>;
  choices: Readonly<Record<string, string>>;
  /** Questions that are open, and those answered here. */
  picks: PickView[];
  reason: string;
  submission: Submission;
  /** The deal changed between preview and click; the plan on the screen is the new one. */
  planRenewed: boolean;
  readTemplates: () => void;
  chooseTemplate: (templateId: number) => void;
  choose: (pick: PickView, recordId: string) => void;
  readPlan: () => void;
  setReason: (reason: string) => void;
  generate: () => void;
};

type Props = { templateId: number | null; initialReason: string; accepted: () => void };

/** The way from a template to a request: every answer that is not to the latest question is dropped. */
export const useGenerate = ({ templateId: preset, initialReason, accepted }: Props): Generating => {
  const { call, dealId } = useCard();
  const [templates, loadTemplates] = useLoaded<TemplatesView>();
  const [plan, loadPlan] = useLoaded<PlanView>();
  const [submission, submit, resetSubmission] = useSubmission();
  const [templateId, setTemplateId] = useState(preset);
  const [choices, setChoices] = useState<Record<string, string>>({});
  const [answered, setAnswered] = useState<PickView[]>([]);
  const [reason, setReason] = useState(initialReason);
  const [planRenewed, setPlanRenewed] = useState(false);

  const readPlanOf = useCallback(
    (of: number, withChoices: Record<string, string>, keep: boolean) =>
      void loadPlan(
        () => call('POST /api/card/deals/:dealId/plan', { dealId, templateId: of, choices: withChoices }),
        { keep },
      ),
    [call, dealId, loadPlan],
  );

  const chooseTemplate = useCallback(
    (chosen: number) => {
      setTemplateId(chosen);
      setChoices({});
      setAnswered([]);
      setPlanRenewed(false);
      resetSubmission();
      readPlanOf(chosen, {}, false);
    },
    [readPlanOf, resetSubmission],
  );

  const readTemplates = useCallback(() => {
    void loadTemplates(() => call('GET /api/card/deals/:dealId/templates', { dealId }, 'vendor')).then(
      (answer) => {
        if (!answer.ok) return;
        const only = chosenBeforehand(answer.data, preset);
        if (only !== null) chooseTemplate(only);
      },
    );
  }, [call, chooseTemplate, dealId, loadTemplates, preset]);

  useEffect(readTemplates, [readTemplates]);

  const readPlan = () => {
    setPlanRenewed(false);
    if (templateId !== null) readPlanOf(templateId, choices, true);
  };

  const choose = (pick: PickView, recordId: string) => {
    if (templateId === null) return;
    const next = { ...choices, [pick.id]: recordId };
    setChoices(next);
    setAnswered((was) => mergePicks(was, [pick]));
    readPlanOf(templateId, next, true);
  };

  const generate = () => {
    if (templateId === null || plan.value === null || plan.state !== 'ready') return;
    const said = reason.trim();
    const wish = {
      templateId,
      choices,
      planHash: plan.value.planHash,
      ...(plan.value.openContract === null || said === '' ? {} : { reason: said }),
    };
    setPlanRenewed(false);
    void submit(wish, (idempotencyKey) =>
      call('POST /api/card/deals/:dealId/generate', { dealId, ...wish, idempotencyKey }),
    ).then((answer) => {
      if (answer === null) return;
      if (answer.ok || answer.error.code === 'already_requested') {
        accepted();
        return;
      }
      if (['plan_changed', 'blocked', 'open_contract'].includes(answer.error.code)) {
        setPlanRenewed(answer.error.code === 'plan_changed');
        resetSubmission();
        readPlanOf(templateId, choices, true);
      }
    });
  };

  return {
    templates,
    template: templates.value?.templates.find((each) => each.templateId === templateId) ?? null,
    plan,
    choices,
    picks: mergePicks(answered, plan.value === null ? [] : picksOf(plan.value.plan)),
    reason,
    submission,
    planRenewed,
    readTemplates,
    chooseTemplate,
    choose,
    readPlan,
    setReason,
    generate,
  };
};
