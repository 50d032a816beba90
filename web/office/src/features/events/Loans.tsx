import { Button, Input } from 'antd';
import { useT } from '../../framework/i18n';

type Loan = { loan: string; amount: number };

/** Loans that the new household takes over: the contract's number, and how much of what is still owed. */
export function Loans({ value, onChange }: { value: Loan[]; onChange: (loans: Loan[]) => void }) {
  const { t } = useT();
  const set = (index: number, part: Partial<Loan>) => onChange(value.map((loan, at) => (at === index ? { ...loan, ...part } : loan)));
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('split.loans')}</legend>
      {value.map((loan, index) => (
        // The rows have no name of their own until their number is typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="filters">
          <label>{t('split.loan')} <Input value={loan.loan} maxLength={64} style={{ width: 190 }} onChange={event => set(index, { loan: event.target.value.trim() })} /></label>
          <label>{t('split.loan.amount')} <Input type="number" min={0} step="any" style={{ width: 140 }} value={loan.amount || ''} onChange={event => set(index, { amount: Number(event.target.value || 0) })} /></label>
          <Button type="text" onClick={() => onChange(value.filter((_, at) => at !== index))}>{t('split.loan.remove')}</Button>
        </div>
      ))}
      <Button type="dashed" onClick={() => onChange([...value, { loan: '', amount: 0 }])}>{t('split.loan.add')}</Button>
    </fieldset>
  );
}
