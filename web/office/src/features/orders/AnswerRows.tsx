import { Modal } from 'antd';
import { useT } from '../../framework/i18n';
import { Loaded } from '../../shared/State';
import { AnswerTable } from './AnswerTable';
import { useAnswerRows, type BankAnswer } from './api';
import '../imports/imports.css';

/** What could not be recorded of an answer and is to be settled with the bank. */
export function AnswerRows({ order, answer, close }: { order: string; answer: BankAnswer; close: () => void }) {
  const { t } = useT();
  const query = useAnswerRows(order, answer.id);
  return (
    <Modal open width={1080} title={t('answer.open.title', { name: answer.file_name })} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <p className="faint">{t('answer.open.about')}</p>
      <Loaded query={query}>{page => <><AnswerTable items={page.items} />{page.next && <p className="faint">{t('answer.shown', { n: page.items.length })}</p>}</>}</Loaded>
    </Modal>
  );
}
