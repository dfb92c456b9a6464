import type { ConsentLanguage } from '@kabar/contract';

/** What a customer who stopped is told, once. Each says how to come back. */
export const defaultStopConfirmations: Readonly<Record<ConsentLanguage, string>> = {
  en: 'You will not get marketing messages from us any more. Reply START if you want them again.',
  id: 'Anda tidak akan menerima pesan promosi dari kami lagi. Balas MULAI jika ingin menerimanya kembali.',
  hi: 'अब आपको हमारी ओर से प्रचार संदेश नहीं मिलेंगे। दोबारा पाने के लिए START लिखकर जवाब दें।',
  es: 'Ya no recibirá mensajes promocionales nuestros. Responda ALTA si quiere volver a recibirlos.',
  pt: 'Você não receberá mais nossas mensagens promocionais. Responda VOLTAR A RECEBER se quiser recebê-las de novo.',
  ar: 'لن تصلك رسائل ترويجية منا بعد الآن. أرسل ابدأ إذا أردت استلامها من جديد.',
};

/** What a customer who came back is told. Each says how to stop. */
export const defaultStartConfirmations: Readonly<Record<ConsentLanguage, string>> = {
  en: 'You will get our marketing messages again. Reply STOP at any time to end them.',
  id: 'Anda akan menerima pesan promosi dari kami lagi. Balas BERHENTI kapan saja untuk menghentikannya.',
  hi: 'आपको हमारे प्रचार संदेश फिर से मिलेंगे। बंद करने के लिए कभी भी STOP लिखकर जवाब दें।',
  es: 'Volverá a recibir nuestros mensajes promocionales. Responda BAJA en cualquier momento para dejar de recibirlos.',
  pt: 'Você voltará a receber nossas mensagens promocionais. Responda SAIR a qualquer momento para não receber mais.',
  ar: 'ستصلك رسائلنا الترويجية من جديد. أرسل توقف في أي وقت لإيقافها.',
};
