const fields = 'input:not([disabled], [tabindex="-1"]), select:not([disabled]), textarea:not([disabled])';

const isChoice = (field: Element) => field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

const isEmpty = (field: Element, form: Element): boolean => {
  if (isChoice(field)) {
    const group = field.closest('fieldset') ?? form;
    return !group.querySelector('input:checked');
  }
  return (field as HTMLInputElement).value === '';
};

const isShown = (field: Element) => (field as HTMLElement).offsetParent !== null;

/** Enter goes on to the next field that is still empty; when none is, to the button that leads on. Tab visits every field as always. */
export function onEnter(event: KeyboardEvent, form: HTMLElement): boolean {
  const target = event.target as HTMLElement;
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.isComposing || !form.contains(target) || !target.matches('input, select') || target.closest('.ant-select')) return false;
  const all = Array.from(form.querySelectorAll(fields)).filter(field => isShown(field) && !field.closest('.ant-select'));
  const here = all.indexOf(target);
  const group = target.closest('fieldset');
  const next = all.slice(here + 1).find(field => isEmpty(field, form) && (!group || field.closest('fieldset') !== group || !isChoice(target)));
  ((next as HTMLElement | undefined) ?? form.querySelector<HTMLElement>('[data-next]') ?? form.parentElement?.querySelector<HTMLElement>('.f-foot .ant-btn-primary'))?.focus();
  return true;
}
