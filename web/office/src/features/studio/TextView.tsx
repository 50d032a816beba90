import { autocompletion, closeBrackets, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { useT } from '../../framework/i18n';
import { nonce } from '../../framework/nonce';
import type { StudioFinding } from './api';
import { completions, type Names } from './names';

// In the office's own colours, which reach their contrast on light and dark ground.
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--info)' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: tags.comment, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.labelName, tags.typeName, tags.keyword], color: 'var(--warn)' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--faint)' },
]);

interface Props {
  file: string;
  text: string;
  readOnly: boolean;
  findings: StudioFinding[];
  names: Names;
  line?: number;
  change: (text: string) => void;
  save: () => void;
}

/** A file of the pack as its author writes it. Tab leaves the editor, so that the keyboard is never caught. */
export default function TextView(props: Props) {
  const { t, text: say } = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const now = useRef(props);
  now.current = props;

  useEffect(() => {
    const complete = (context: CompletionContext) => {
      const word = context.matchBefore(/[\w.\u4e00-\u9fff]+/);
      if (!word) return null;
      return {
        from: word.from,
        filter: false,
        options: completions(word.text, now.current.names.all, undefined).map(name => ({ label: name.name, detail: say(name.label), info: name.definition ?? say(name.meaning), type: name.kind === 'parameter' ? 'constant' : 'variable' })),
      };
    };
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: now.current.text,
        extensions: [
          EditorView.cspNonce.of(nonce), lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(), yaml(), syntaxHighlighting(colours),
          autocompletion({ override: [complete] }), EditorView.lineWrapping, EditorState.readOnly.of(now.current.readOnly), EditorView.editable.of(!now.current.readOnly),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': t('studio.textOf', { file: now.current.file }) }),
          keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => {
            now.current.save();
            return true;
          } }, ...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of(update => {
            if (update.docChanged) now.current.change(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
    // oxlint-disable-next-line react/exhaustive-deps -- one editor for a file
  }, [props.file]);

  // What was saved elsewhere comes in; what is typed here is left alone.
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== props.text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.text } });
  }, [props.text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const found: Diagnostic[] = props.findings.filter(one => one.file === props.file && one.line <= editor.state.doc.lines).map(one => {
      const line = editor.state.doc.line(Math.max(1, one.line));
      const from = Math.min(line.from + Math.max(0, one.column - 1), line.to);
      const to = one.length ? Math.min(from + one.length, line.to) : line.to;
      return {
        from, to: Math.max(from, to), severity: one.severity === 'error' ? 'error' as const : 'warning' as const, message: say(one.message),
        actions: one.suggestion ? [{ name: one.suggestion, apply: (target: EditorView, start: number, end: number) => target.dispatch({ changes: { from: start, to: end, insert: one.suggestion! } }) }] : [],
      };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [props.findings, props.file, props.text, say]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.line || props.line > editor.state.doc.lines) return;
    const at = editor.state.doc.line(props.line).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    editor.focus();
  }, [props.line, props.file]);

  return <div ref={host} className="text-view" />;
}
