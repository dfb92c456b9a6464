import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldExtraWords, noExtraWords, readConsentWords } from './read-consent-words.ts';

type Label = 'stop' | 'start' | 'doubt' | 'none';
const LABELS: Readonly<Record<string, Label>> = { stop: 'stop', start: 'start', doubt: 'doubt', safe: 'none' };

/**
 * Phrases by what a fair reader takes them for, one per line. `safe` are ordinary sentences that must never stop anything; whether one of
 * them is shown to a person matters less.
 */
const corpus: Record<string, { stop: string; start: string; doubt: string; safe: string }> = {
  en: {
    stop: `STOP
stop
Stop.
stop!!!
sToP
STOP 🛑
🙏 stop please
please stop
Pls stop!
Stop, thanks
stoooop
STOPPP
S T O P
s.t.o.p
"STOP"
stop stop stop
stopall
Stop all
UNSUBSCRIBE
Unsubscribe me please
unsub
opt out
OPT-OUT
optout
opt me out please
stop sending me messages
Please stop sending me these messages!
stop messaging me
Stop texting me
STOP SPAMMING ME
stop the spam
please stop with the promos
Stop all marketing messages
can you stop sending me messages?
Could you please stop texting me?
I want you to stop sending me ads
I asked you to stop messaging me
don't send me any more messages
Do not send me promotions
dont message me again
do not contact me
Please don't text me anymore
never contact me again
I don't want any more messages
i do not want your promotions
I don't want to receive marketing messages
no more messages
No more promos please
not interested in your offers
take me off your list
Remove me from your list
please remove me from your mailing list
remove my number from your list
Stop sending me messages, I am not interested in your products
Hello, please stop sending me promotional messages. Thank you
This is annoying. Stop sending me ads!
quit? no. stop sending these texts
I no longer want messages
do not whatsapp me
I want to opt out`,
    start: `START
start
Start please
UNSTOP
subscribe
Resubscribe
opt in
start again`,
    doubt: `stop the medication?
Should I stop taking the pills?
cancel my appointment
cancel
quit
leave
enough
stop?
stop it
leave me alone
please stop the infusion at 5
how do I stop the messages?
please don't stop the promos
stop sending messages to my old number
stop messages until Monday
don't text me today
why did you stop sending me messages
you don't send me messages anymore`,
    safe: `Can I stop by tomorrow at 10?
I will leave at five
The bus stop is near the clinic
My tooth pain doesn't stop
When should I stop eating before the test?
I had to stop the car, will be late
The bleeding stopped
Please don't cancel my booking
Did the doctor say stop or continue the antibiotics?
The bell will stop ringing by itself after you press it for ten seconds, does yours do that too, because mine never does
don't send it today, I am not home
Please do not send the blue one
no more sugar please
I don't want onions
I don't want the second appointment
Start the order tomorrow
When does the class start?
What is the end date?
I got your message, thanks
Send me the messages from yesterday
How do I unsubscribe from my gym plan?
Your text says 5 pm, is it right?
No, thank you
yes
ok`,
  },
  id: {
    stop: `BERHENTI
berhenti
Berhenti!
berhenti ya kak
tolong berhenti
stop
stop dong
Stop kak 🙏
mohon stop
hentikan
berhenti langganan
Berhenti berlangganan
unsubscribe
UNREG
stop promo
stop promo ya min
Stop kirim pesan
jangan kirim promo lagi
jangan kirim pesan lagi ya
Jgn kirim iklan lagi
tolong jangan kirim saya pesan promosi lagi
jangan kirimi saya promo
Jangan hubungi saya lagi
jangan chat saya lagi
jgn wa saya lagi
mohon jangan hubungi saya
berhenti kirim promo
berhenti mengirim pesan ke saya
hentikan pesan promosi ini
Hentikan semua iklan
tolong stop kirim iklan ke nomor saya
stop spam
jangan spam saya
gak mau terima promo lagi
saya tidak mau menerima pesan promosi
tidak mau terima promo
ga usah kirim promo lagi
nggak usah kirim iklan
promo stop dong
pesannya jangan dikirim lagi ya
hapus nomor saya dari daftar
keluarkan saya dari daftar
Saya tidak ingin menerima iklan lagi
bisa stop kirim promo?
bisakah berhenti kirim pesan ke saya?
berhentiiii
stoppp
Selamat pagi, tolong hentikan pesan iklan ke nomor saya. Terima kasih`,
    start: `MULAI
mulai
mulai lagi
Mulai ya kak
langganan lagi
berlangganan`,
    doubt: `berhenti minum obat?
batal pesan
batal
batalkan pesanan saya
keluar
cukup
jangan
jangan kirim pesan ke nomor lama
jangan chat saya hari ini
jangan ganggu
kapan berhenti kirim promo?
jangan stop promo ya
hujannya berhenti dulu`,
    safe: `Kapan saya boleh berhenti minum antibiotik?
jangan kirim barangnya hari ini
jangan kirim ke alamat lama
bus berhenti di depan klinik jam berapa?
darahnya sudah berhenti dok
jangan lupa promo besok ya
ada promo apa hari ini?
tidak mau yang merah
gak mau pedas
saya mau pesan dua
pesan satu lagi
pesannya sudah sampai
kirim promo terbaru dong
mulai jam berapa bukanya?
saya mulai besok
Jangan dibatalkan pesanan saya
stop kontak rusak, bisa diperbaiki?
terima kasih
sudah saya terima pesannya`,
  },
  hi: {
    stop: `स्टॉप
stop
बंद करो
बंद करें
रोकें
कृपया बंद करें
अनसब्सक्राइब
मुझे मैसेज मत भेजो
मैसेज मत भेजो
मुझे और मैसेज मत भेजो
मुझे मैसेज भेजना बंद करो
मैसेज भेजना बंद करें
कृपया मुझे मैसेज भेजना बंद करें
संदेश भेजना बंद कीजिए
प्रमोशनल मैसेज बंद करो
विज्ञापन मत भेजो
मुझे ऑफर मत भेजें
मुझे आपके मैसेज नहीं चाहिए
मुझे विज्ञापन नहीं चाहिए
मुझे मैसेज न भेजें
मेरा नंबर हटाओ
मेरा नंबर लिस्ट से हटा दो
मुझे संपर्क मत करो
band karo
Band kar do
please band karo
message mat bhejo
mujhe message mat bhejo
mujhe msg mat karo
mujhe promotional message mat bhejo
message bhejna band karo
messages bhejna band kar do please
ye sab ads band karo
mujhe ads nahi chahiye
mujhe aapke message nahi chahiye
spam mat karo
offers mat bhejo bhai
unsubscribe karo
mera number hatao
aage se mujhe message mat bhejna
roko
stop karo
kripya message band karein`,
    start: `शुरू
शुरू करें
फिर से शुरू करें
shuru karo
shuru`,
    doubt: `रद्द करें
अपॉइंटमेंट कैंसल करो
दवा बंद करो?
dawa band kar do?
bas karo
cancel karo
आज मैसेज मत भेजो
kal tak message mat bhejo
रिपोर्ट का मैसेज मत भेजो
मैसेज क्यों बंद करो`,
    safe: `क्या दवा बंद कर दूं?
दुकान बंद है क्या?
AC band hai
आज दुकान कब बंद होगी?
मुझे रिपोर्ट भेजो
message bhejo
मैसेज मिल गया
mujhe message mil gaya
ऑर्डर आज मत भेजो
order mat bhejo aaj
mujhe chini nahi chahiye
मुझे लाल रंग नहीं चाहिए
dard nahi ruk raha
khoon band ho gaya
class kab shuru hogi?
हाँ
नहीं
धन्यवाद
kya aap stop messages kar rahe ho ya nahi batao mujhe jaldi se`,
  },
  es: {
    stop: `STOP
Alto
BAJA
baja por favor
dar de baja
Darme de baja
quiero darme de baja
Parar
parar por favor
cancelar suscripción
no más mensajes
No más publicidad!
no me manden más mensajes
No me envíen más publicidad
por favor no me manden promociones
no me envies mensajes
no me escriban más
No me contacten
ya no me manden mensajes
dejen de enviarme mensajes
deja de mandarme publicidad
Dejen de mandar spam
paren de mandarme mensajes
pare de enviarme promociones por favor
deje de escribirme
basta de mensajes
no quiero recibir más mensajes
No quiero más publicidad
ya no quiero recibir promociones
no quiero promociones
no me interesan sus ofertas
sáquenme de la lista
Quítenme de su lista
borren mi número
eliminen mi número de su lista
¿pueden dejar de enviarme mensajes?
¿Podrían dejar de mandarme publicidad, por favor?
Hola, por favor dejen de enviarme mensajes. Gracias
stooop
nunca más me manden mensajes
les pido que no me envíen publicidad
desuscribir`,
    start: `EMPEZAR
iniciar
Alta
darme de alta
reanudar`,
    doubt: `cancelar
cancelar mi cita
salir
basta
para
¿Dejo de tomar la medicina?
quiero darme de baja del gimnasio
no me manden mensajes hoy
¿por qué dejaron de mandarme mensajes?
no dejen de enviarme promociones
¿cómo hago para parar los mensajes?
anular el turno`,
    safe: `¿Debo parar el tratamiento?
para mañana a las diez
no me manden la factura todavía
No me envíen el pedido hoy
no quiero cebolla
no quiero la promo de 2x1
la fiebre no baja
¿La parada está lejos?
Recibí su mensaje
mándenme las promociones de hoy
no puedo recibir mensajes en ese teléfono
¿Cuándo empieza la clase?
mi mamá no recibe mensajes
una talla más baja
gracias
no
sí`,
  },
  pt: {
    stop: `STOP
PARAR
Pare
pare por favor
Parem!
SAIR
sair
descadastrar
Me descadastre por favor
cancelar inscrição
pare de me enviar mensagens
Parem de mandar mensagens
parem de me mandar propaganda
por favor parem de enviar promoções
pare de mandar spam
não me mande mais mensagens
Não me envie mensagens
não quero mais receber mensagens
Não quero receber promoções
não quero mais propaganda
nao mandem mais mensagem
não me enviem mais publicidade
não entre mais em contato
deixe de me enviar mensagens
chega de mensagens
chega de spam
me tire da lista
Me tirem da lista por favor
me remova da sua lista
remova meu número
pode parar de me mandar mensagens?
Vocês podem parar de enviar promoções?
gostaria que parassem, parem de mandar mensagem
não tenho interesse em suas ofertas
não me chame mais
Bom dia, parem de me enviar mensagens. Obrigado
paraaar
nunca mais me mandem mensagens
quero sair da lista`,
    start: `COMEÇAR
iniciar
Voltar a receber
inscrever
quero receber`,
    doubt: `cancelar
cancelar minha consulta
para
chega
Posso parar de tomar o remédio?
não me mande mensagem hoje
por que pararam de mandar mensagens?
não parem de mandar promoções
quero cancelar o pedido
parar o tratamento?
como faço para parar as mensagens?`,
    safe: `pode parar o carro na frente?
vou sair às cinco
Para amanhã, por favor
não me mande a fatura ainda
Não enviem o pedido hoje
não quero cebola
ele não manda mensagem faz dias
Chega amanhã?
recebi a mensagem
manda as promoções de hoje
quando começa a aula?
o sangramento não para
obrigado
não
sim
não quero a promoção do mês passado, quero a nova
quero receber o pedido amanhã`,
  },
  ar: {
    stop: `قف
توقف
إيقاف
ايقاف
أوقف
أوقفوا
ستوب
STOP
إلغاء الاشتراك
الغاء الاشتراك
توقف من فضلك
لو سمحت توقف
لا ترسلوا لي رسائل
لا ترسل لي رسائل
لا ترسلوا رسائل بعد الآن
لا ترسلوا لي إعلانات
من فضلكم لا ترسلوا لي عروض
لا تراسلوني
لا تراسلني مرة أخرى
لا تتواصلوا معي
توقفوا عن إرسال الرسائل
توقفوا عن إرسال الإعلانات لي
أوقفوا الرسائل
أوقفوا هذه الرسائل المزعجة
لا أريد رسائل
لا أريد رسائلكم
لا أريد استلام رسائل
لا أرغب في تلقي رسائل ترويجية
ما أبغى رسائل
ما ابي اعلانات
مش عايز رسائل
مش عايز رسايل تاني
بطلوا رسائل
احذفوا رقمي
احذفوا رقمي من القائمة
شيلوني من القائمة
الرجاء عدم إرسال رسائل
يرجى عدم إرسال إعلانات
هل يمكنكم التوقف؟ لا ترسلوا رسائل
لا مزيد من الرسائل
تـوقـف
وقفوا الرسائل`,
    start: `ابدأ
اشترك
استئناف
ابدأ من فضلك`,
    doubt: `إلغاء
إلغاء الموعد
كفى
خلاص
هل أوقف الدواء؟
أوقف العلاج؟
لا ترسلوا رسائل اليوم
لماذا توقفتم عن إرسال الرسائل
لا توقفوا العروض
متى تتوقف الرسائل`,
    safe: `متى أتوقف عن تناول الدواء؟
لا ترسلوا الطلب اليوم
لا ترسل الفاتورة الآن
لا أريد بصل
وصلتني الرسالة
ارسلوا لي العروض
هل عندكم عروض؟
النزيف توقف
أين موقف الباص؟
مش عايز اللون الأحمر
شكرا
نعم
لا
متى يبدأ الدرس؟`,
  },
};

const labelled = Object.entries(corpus).flatMap(([language, lists]) =>
  Object.entries(lists).flatMap(([label, lines]) =>
    lines.split('\n').map((text) => ({ language, text: text.trim(), label: LABELS[label] ?? 'none' })),
  ),
);

describe('the corpus', () => {
  it('holds at least 300 phrases in six languages', () => {
    expect(new Set(labelled.map(({ language }) => language)).size).toBe(6);
    expect(labelled.length).toBeGreaterThanOrEqual(300);
  });

  it('never lets an ordinary or doubtful sentence stop anything, and hears nearly every stop', () => {
    const read = labelled.map((phrase) => ({ ...phrase, meaning: readConsentWords(phrase.text).meaning }));
    const notStops = read.filter(({ label }) => label !== 'stop');
    const falseBlocks = notStops.filter(({ meaning }) => meaning === 'stop');
    const stops = read.filter(({ label }) => label === 'stop');
    const unheard = stops.filter(({ meaning }) => meaning !== 'stop');
    const lost = stops.filter(({ meaning }) => meaning === 'none' || meaning === 'start');
    const unasked = read.filter(({ label, meaning }) => label === 'doubt' && meaning === 'none');
    const asked = read.filter(({ label, meaning }) => label === 'none' && meaning === 'doubt');
    const share = (part: readonly unknown[], whole: readonly unknown[]): string => `${((100 * part.length) / whole.length).toFixed(1)} %`;
    process.stdout.write(
      `${read.length} phrases: false blocks ${share(falseBlocks, notStops)} of ${notStops.length}; stops heard ${share(
        stops.filter(({ meaning }) => meaning === 'stop'),
        stops,
      )} of ${stops.length}; ordinary sentences shown to a person ${asked.length}; doubtful ones not shown ${unasked.length}\n`,
    );
    const shown = (phrases: readonly { text: string }[]): string[] => phrases.map(({ text }) => text);
    expect(shown(falseBlocks)).toEqual([]);
    expect(shown(lost)).toEqual([]);
    expect(shown(unheard)).toEqual([]);
    expect(shown(unasked)).toEqual([]);
  });

  it('hears every word of coming back, and takes no other for one', () => {
    for (const { text, label } of labelled) expect(readConsentWords(text).meaning === 'start', text).toBe(label === 'start');
  });
});

describe('a bare keyword', () => {
  const keywords = ['stop', 'unsubscribe', 'berhenti', 'parar', 'baja', 'sair', 'स्टॉप', 'توقف', 'بطاقة'];
  const around = fc.stringMatching(/^[\s.!"'()*_~🙏🛑😡-]{0,6}$/u);

  it('is heard in any case, between any punctuation and emoji', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keywords.slice(0, 8)), fc.boolean(), around, around, (word, isUpper, before, after) => {
        const text = `${before}${isUpper ? word.toUpperCase() : word}${after}`;
        return readConsentWords(text).meaning === 'stop';
      }),
    );
  });

  it('tells the language when only one has it', () => {
    expect(readConsentWords('Berhenti').language).toBe('id');
    expect(readConsentWords('sair').language).toBe('pt');
    expect(readConsentWords('STOP').language).toBeNull();
  });

  it('can be one of the workspace', () => {
    const extra = { ...noExtraWords, stop: foldExtraWords({ id: ['Udahan Dulu'] }) };
    expect(readConsentWords('udahan dulu ya', extra)).toEqual({ meaning: 'stop', language: 'id' });
    expect(readConsentWords('udahan dulu makannya', extra).meaning).not.toBe('stop');
  });
});

describe('any text', () => {
  it('is read without a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => typeof readConsentWords(text).meaning === 'string'));
    for (const text of ['', ' ', '\u0000', '\ud800', '?', '🛑', 'ـ'.repeat(5_000)]) expect(() => readConsentWords(text)).not.toThrow();
  });

  it('is looked at up to the length WhatsApp allows and no further, so that no text can be made to cost more', () => {
    const words = ['stop', 'please', 'dont', 'send', 'me', 'messages', 'band', 'karo', 'no', 'de', 'لا', 'aaaa', '?', '.'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1_500, maxLength: 1_500 }), fc.string(), (some, tail) => {
        const head = some.join(' ').padEnd(4_096, ' x').slice(0, 4_096);
        expect(readConsentWords(head + tail.repeat(1_000))).toEqual(readConsentWords(head));
      }),
      { numRuns: 20 },
    );
  });
});
