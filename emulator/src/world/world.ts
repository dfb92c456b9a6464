import { createHash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { App, Customer, CustomerNumberState, EntityKinds, Media, PhoneNumber, Template, Token, Waba } from './entities.ts';
import { countryOf, phoneDigits, waIdOf } from './phone-digits.ts';

/** Everything that exists: apps, accounts, numbers, tokens, people, templates, media. Kept in memory, written through. */
export interface World {
  apps: ReadonlyMap<string, App>;
  wabas: ReadonlyMap<string, Waba>;
  numbers: ReadonlyMap<string, PhoneNumber>;
  tokens: ReadonlyMap<string, Token>;
  templates: ReadonlyMap<string, Template>;
  media: ReadonlyMap<string, Media>;
  /** Stores a new or changed entity; objects are shared, so change them in place and save. */
  save<Kind extends Exclude<keyof EntityKinds, 'setting' | 'customer'>>(kind: Kind, entity: EntityKinds[Kind]): void;
  remove(kind: 'app' | 'waba' | 'number' | 'token' | 'template' | 'media' | 'customer', id: string): void;
  /** A person by id; ids of people made up for unknown recipients are brought back from the id alone. */
  customer(id: string): Customer | undefined;
  customerByUserId(userId: string): Customer | undefined;
  customerByPhone(digits: string): Customer | undefined;
  /** The person behind a recipient number, made up when nobody has it. */
  recipientByPhone(digits: string): Customer;
  /** People who were made on purpose or have written, in order of making. */
  listCustomers(): Customer[];
  saveCustomer(customer: Customer): void;
  numberState(customer: Customer, phoneNumberId: string): CustomerNumberState;
  /** Sets what a person decided about a number and stores it. */
  setNumberState(customer: Customer, phoneNumberId: string, patch: Partial<CustomerNumberState>): void;
  templatesByName(wabaId: string, name: string): Template[];
  setting(id: string): unknown;
  saveSetting(id: string, value: unknown): void;
}

const NOTHING_DECIDED: CustomerNumberState = {
  hasBlockedBusiness: false,
  hasStoppedMarketing: false,
  isBlockedByBusiness: false,
};

const IMPLICIT_ID = /^p(\d{7,15})$/;

/** A business-scoped user id that always is the same for the same person. */
export function userIdFor(country: string, seed: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(seed).digest('hex').slice(0, 16)}`).toString();
  return `${country}.${digits.padStart(20, '1').slice(0, 20)}`;
}

/** A person nobody described: WhatsApp user with a phone number, ordinary in every way. */
function implicitCustomer(digits: string): Customer {
  return {
    id: `p${digits}`,
    name: '',
    username: null,
    phone: digits,
    waId: waIdOf(digits),
    userId: '',
    parentUserId: null,
    hidesPhone: false,
    hasWhatsApp: true,
    isOnline: true,
    autoRead: null,
    autoDeliver: null,
    failCode: null,
    note: '',
    numbers: {},
    isImplicit: true,
  };
}

/** The user id of a person; made up people get theirs when first needed, because hashing costs more than sending. */
export function userIdOf(customer: Customer): string {
  if (customer.userId === '') customer.userId = userIdFor(countryOf(customer.phone ?? ''), customer.id);
  return customer.userId;
}

/** Loads the world from the store. */
export function openWorld(store: Store): World {
  const apps = new Map(store.loadEntities('app').map((app) => [app.id, app]));
  const wabas = new Map(store.loadEntities('waba').map((waba) => [waba.id, waba]));
  const numbers = new Map(store.loadEntities('number').map((number) => [number.id, number]));
  const tokens = new Map(store.loadEntities('token').map((token) => [token.value, token]));
  const templates = new Map(store.loadEntities('template').map((template) => [template.id, template]));
  const media = new Map(store.loadEntities('media').map((file) => [file.id, file]));
  const settings = new Map(store.loadEntities('setting').map((setting) => [setting.id, setting.value]));
  const customers = new Map<string, Customer>();
  const byPhone = new Map<string, Customer>();
  const byUserId = new Map<string, Customer>();
  const byName = new Map<string, Template[]>();

  function indexCustomer(customer: Customer): void {
    for (const [key, value] of byPhone) if (value.id === customer.id) byPhone.delete(key);
    for (const [key, value] of byUserId) if (value.id === customer.id) byUserId.delete(key);
    linkCustomer(customer);
  }

  function linkCustomer(customer: Customer): void {
    customers.set(customer.id, customer);
    if (customer.phone !== null) byPhone.set(customer.phone, customer);
    if (customer.waId !== null) byPhone.set(customer.waId, customer);
    if (customer.userId !== '') byUserId.set(customer.userId, customer);
  }

  function indexTemplates(): void {
    byName.clear();
    for (const template of templates.values()) {
      const key = `${template.wabaId}/${template.name}`;
      byName.set(key, [...(byName.get(key) ?? []), template]);
    }
  }

  for (const customer of store.loadEntities('customer')) linkCustomer(customer);
  indexTemplates();

  function recipientByPhone(digits: string): Customer {
    const known = byPhone.get(digits) ?? byPhone.get(waIdOf(digits));
    if (known) return known;
    const customer = implicitCustomer(digits);
    linkCustomer(customer);
    return customer;
  }

  function saveCustomer(customer: Customer): void {
    userIdOf(customer);
    indexCustomer(customer);
    store.putEntity('customer', customer.id, customer);
  }

  const maps = { app: apps, waba: wabas, number: numbers, token: tokens, template: templates, media };

  return {
    apps,
    wabas,
    numbers,
    tokens,
    templates,
    media,
    save(kind, entity) {
      const id = 'value' in entity ? entity.value : entity.id;
      // One map per kind; the compiler cannot follow the pairing of kind and entity.
      (maps[kind] as Map<string, unknown>).set(id, entity);
      store.putEntity(kind, id, entity);
      if (kind === 'template') indexTemplates();
    },
    remove(kind, id) {
      if (kind === 'customer') {
        const customer = customers.get(id);
        customers.delete(id);
        for (const [key, value] of byPhone) if (value === customer) byPhone.delete(key);
        for (const [key, value] of byUserId) if (value === customer) byUserId.delete(key);
      } else {
        maps[kind].delete(id);
        if (kind === 'template') indexTemplates();
      }
      store.deleteEntity(kind, id);
    },
    customer(id) {
      const known = customers.get(id);
      if (known) return known;
      const digits = IMPLICIT_ID.exec(id)?.[1];
      return digits === undefined ? undefined : recipientByPhone(digits);
    },
    customerByUserId: (userId) => byUserId.get(userId),
    customerByPhone(input) {
      const digits = phoneDigits(input);
      return digits === undefined ? undefined : (byPhone.get(digits) ?? byPhone.get(waIdOf(digits)));
    },
    recipientByPhone,
    listCustomers: () => [...customers.values()].filter((customer) => !customer.isImplicit),
    saveCustomer,
    numberState: (customer, phoneNumberId) => customer.numbers[phoneNumberId] ?? NOTHING_DECIDED,
    setNumberState(customer, phoneNumberId, patch) {
      customer.numbers[phoneNumberId] = { ...NOTHING_DECIDED, ...customer.numbers[phoneNumberId], ...patch };
      saveCustomer(customer);
    },
    templatesByName: (wabaId, name) => byName.get(`${wabaId}/${name}`) ?? [],
    setting: (id) => settings.get(id),
    saveSetting(id, value) {
      settings.set(id, value);
      store.putEntity('setting', id, { id, value });
    },
  };
}
