/** A refusal of the control API: plain words and an HTTP status. */
export class ControlError extends Error {
  readonly httpStatus: number;

  constructor(httpStatus: number, message: string) {
    super(message);
    this.httpStatus = httpStatus;
  }
}

/** The thing, or a 404 that names what is missing. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ControlError(404, `There is no ${what}.`);
  return value;
}
