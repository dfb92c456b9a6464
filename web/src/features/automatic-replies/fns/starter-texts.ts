import type { AwayLanguage } from '@kabar/contract';

/** A text to begin with, in every language a customer can get. It is content for customers, not a word of the dashboard. */
export const starterTexts: Readonly<Record<AwayLanguage, string>> = {
  en: 'Hello {{contact.name}}, thank you for your message. We are closed right now and will answer from {{next_opening}}.',
  id: 'Halo {{contact.name}}, terima kasih atas pesan Anda. Kami sedang tutup dan akan membalas mulai {{next_opening}}.',
  hi: 'नमस्ते {{contact.name}}, आपके संदेश के लिए धन्यवाद। हम अभी बंद हैं और {{next_opening}} से उत्तर देंगे।',
  es: 'Hola {{contact.name}}, gracias por su mensaje. Ahora estamos cerrados y responderemos a partir del {{next_opening}}.',
  pt: 'Olá {{contact.name}}, obrigado pela sua mensagem. Estamos fechados agora e responderemos a partir de {{next_opening}}.',
  ar: 'مرحبًا {{contact.name}}، شكرًا على رسالتك. نحن خارج أوقات العمل الآن وسنرد ابتداءً من {{next_opening}}.',
};
