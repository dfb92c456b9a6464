import { Paperclip, Plus, Send } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { DateTimeInput } from '#ui/DateTimeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input, SearchInput } from '#ui/Input.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { Switch } from '#ui/Switch.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { TimeZoneSelect } from '#ui/TimeZoneSelect.tsx';
import { Section, Specimen } from './Specimen.tsx';

const cities = ['Jakarta', 'Surabaya', 'Bandung', 'Medan', 'Semarang', 'Makassar'].map((city) => ({
  value: city.toLowerCase(),
  label: city,
}));

/** Everything one presses. */
export function ButtonSpecimens() {
  const variants = ['primary', 'secondary', 'ghost', 'danger', 'dangerQuiet', 'link'] as const;
  return (
    <Section name="Button, icon button">
      {(['sm', 'md', 'lg'] as const).map((size) => (
        <Specimen key={size} name={size} wide>
          {variants.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {variant}
            </Button>
          ))}
          <Button size={size} icon={<Plus aria-hidden />}>
            With icon
          </Button>
        </Specimen>
      ))}
      <Specimen name="disabled, loading" wide>
        {variants.map((variant) => (
          <Button key={variant} variant={variant} disabled>
            {variant}
          </Button>
        ))}
        <Button variant="primary" loading>
          Saving it
        </Button>
        <Button loading>Saving it</Button>
      </Specimen>
      <Specimen name="icon button" wide>
        <IconButton label="Attach" icon={<Paperclip aria-hidden />} size="sm" />
        <IconButton label="Attach" icon={<Paperclip aria-hidden />} shortcut="mod+u" />
        <IconButton label="Attach" icon={<Paperclip aria-hidden />} variant="outline" />
        <IconButton label="Send" icon={<Send aria-hidden />} variant="solid" size="lg" />
        <IconButton label="Send" icon={<Send aria-hidden />} variant="solid" disabled />
      </Specimen>
    </Section>
  );
}

/** Everything one types into. */
export function InputSpecimens() {
  const [search, setSearch] = useState('siti');
  const [city, setCity] = useState<string | null>('bandung');
  const [zone, setZone] = useState('Asia/Jakarta');
  const [rule, setRule] = useState('hold');
  const [until, setUntil] = useState<string | null>('2026-11-21T03:00:00.000Z');
  return (
    <Section name="Field, input, textarea, select, combobox, date and time">
      <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="Name" hint="As customers know you.">
          <Input defaultValue="Toko Melati" />
        </Field>
        <Field label="Empty" optional>
          <Input placeholder="Nothing yet" />
        </Field>
        <Field label="Wrong" error="Enter an e-mail such as name@example.com.">
          <Input defaultValue="name@" />
        </Field>
        <Field label="Disabled" disabled>
          <Input defaultValue="Cannot be changed" />
        </Field>
        <Field label="Password">
          <PasswordInput defaultValue="a short sentence" autoComplete="off" />
        </Field>
        <SearchInput label="Search" clearLabel="Empty the search" value={search} onValueChange={setSearch} className="self-end" />
        <Field label="Textarea">
          <Textarea defaultValue={'Several lines\nof text'} />
        </Field>
        <Field label="Select">
          <Select
            value={rule}
            onValueChange={setRule}
            options={[
              { value: 'hold', label: 'Hold', hint: 'Wait for a decision' },
              { value: 'resend', label: 'Send again' },
              { value: 'drop', label: 'Not possible', disabled: true },
            ]}
          />
        </Field>
        <Field label="Select, disabled" disabled>
          <Select value="a" onValueChange={() => undefined} options={[{ value: 'a', label: 'One' }]} disabled />
        </Field>
        <Field label="Combobox">
          <Combobox options={cities} value={city} onValueChange={setCity} emptyText="No such city." />
        </Field>
        <Field label="Time zone">
          <TimeZoneSelect value={zone} onValueChange={setZone} />
        </Field>
        <Field label="Date and time">
          <DateTimeInput value={until} onValueChange={setUntil} />
        </Field>
        <Field label="Date">
          <DateTimeInput dateOnly value={until} onValueChange={setUntil} />
        </Field>
      </div>
    </Section>
  );
}

/** Everything one chooses. */
export function ChoiceSpecimens() {
  const [on, setOn] = useState(true);
  const [choice, setChoice] = useState('hold');
  const options = [
    { value: 'hold', label: 'Hold', hint: 'Nothing is sent twice.' },
    { value: 'resend', label: 'Send again', hint: 'Somebody may get it twice.' },
  ];
  return (
    <Section name="Checkbox, switch, radio">
      <div className="grid gap-6 sm:grid-cols-2">
        <div>
          <Checkbox checked={on} onCheckedChange={setOn} label="Send messages" hint="And cancel them" />
          <Checkbox checked={false} onCheckedChange={() => undefined} label="Not chosen" />
          <Checkbox checked={false} indeterminate onCheckedChange={() => undefined} label="Some of them" />
          <Checkbox checked disabled onCheckedChange={() => undefined} label="Cannot be changed" />
        </div>
        <div className="flex flex-col gap-2">
          <Switch checked={on} onCheckedChange={setOn} label="Sounds" hint="A short tone for a new message" />
          <Switch checked={!on} onCheckedChange={(next) => setOn(!next)} label="The other way round" />
          <Switch checked disabled onCheckedChange={() => undefined} label="Cannot be changed" />
        </div>
        <RadioGroup label="Plain" options={options} value={choice} onValueChange={setChoice} />
        <RadioGroup label="Cards" cards options={options} value={choice} onValueChange={setChoice} />
      </div>
    </Section>
  );
}
