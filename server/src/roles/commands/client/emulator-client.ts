import { exitCodes } from '../../exit-codes.ts';
import { CommandError } from '../command-error.ts';

/** What the emulator of this installation is asked for: customers, and what they write. */
export type EmulatorClient = {
  /** False when the customer was there already. */
  createCustomer(person: { id: string; name: string; phone: string }): Promise<boolean>;
  write(messages: readonly { customer: string; numberId: string; type: string; content: unknown }[]): Promise<void>;
};

/** Talks to the emulator at `url`, on this machine. Errors: `CommandError`. */
export function createEmulatorClient(url: string): EmulatorClient {
  const post = async (path: string, body: unknown): Promise<Response> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return fetch(`${url}${path}`, init).catch((cause: unknown) => {
      throw new CommandError(
        'emulator_unavailable',
        exitCodes.unavailable,
        `The emulator does not answer at ${url}. Start Kabar with npm start.`,
        {},
        { cause },
      );
    });
  };
  const refuse = (path: string, response: Response): never => {
    throw new CommandError('emulator_refused', exitCodes.failed, `The emulator refused ${path} with ${response.status}.`);
  };
  return {
    createCustomer: async (person) => {
      const response = await post('/emulator/customers', person);
      if (!response.ok && response.status !== 409) refuse('/emulator/customers', response);
      return response.ok;
    },
    write: async (messages) => {
      const response = await post('/emulator/inbound', { messages });
      if (!response.ok) refuse('/emulator/inbound', response);
    },
  };
}
