/** A text for people in both languages. */
export interface LocalText {
  zh: string;
  en: string;
}

/** One fault of a request: `path` names the field (`facts/housing/grade`), empty for the whole. */
export interface ProblemItem {
  code: string;
  path?: string | null;
  text: LocalText;
}

/** RFC 9457 problem details as the server writes them. */
export interface ProblemDetails {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  problems?: ProblemItem[];
  [extension: string]: unknown;
}

/** What a failed call throws. `status` is 0 when the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ProblemDetails;

  constructor(status: number, problem: ProblemDetails) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }

  get code(): string {
    return (this.problem.type ?? '').split('/').pop() ?? '';
  }
}
