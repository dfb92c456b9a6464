import type { WordList } from './word-list.ts';

/** Hindi, in Devanagari and as it is written in Latin letters. */
export const hindi: WordList = {
  language: 'hi',
  isVerbLast: true,
  stopAlone:
    'स्टॉप, स्टाप, stop karo, stop kar do, स्टॉप करो, रोकें, रोको, रोक दो, बंद करो, बंद करें, बंद करे, बंद कर दो, बंद कर दीजिए, बंद कीजिए, बन्द करो, अनसब्सक्राइब, अनसब्सक्राइब करें, सदस्यता समाप्त करें, सदस्यता रद्द करें, प्रचार बंद करें, प्रचार रोकें, प्रमोशन बंद करें, प्रमोशन बंद करो, ऑप्ट आउट, मैसेज बंद करो, मैसेज बंद करें, संदेश बंद करें, stop, unsubscribe, band karo, band kar do, band karein, band kare, band kijiye, bandh karo, bandh kar do, roko, rok do, rokiye, message band karo, msg band karo, messages band karo, sms band karo, promotion band karo, message mat bhejo, msg mat bhejo, message mat karo, msg mat karo',
  startAlone:
    'शुरू, शुरू करें, शुरू करो, शुरु करें, शुरु करो, फिर से शुरू करें, स्टार्ट, सब्सक्राइब, shuru, shuru karo, shuru karein, phir se shuru karo, start, subscribe',
  doubtAlone:
    'रद्द, रद्द करें, रद्द करो, कैंसल, कैंसिल, बस, बस करो, हटाओ, हटाएं, radd karo, cancel, cancel karo, bas, bas karo, hatao, mat karo, मत करो, नहीं चाहिए, nahi chahiye, बंद, band',
  stop: 'स्टॉप, स्टॉप करो, स्टॉप करें, रोकें, रोको, रोक दो, रोकिए, रोक दीजिए, बंद करो, बंद करें, बंद करे, बंद कर दो, बंद कर दें, बंद कीजिए, बंद कर दीजिए, बन्द करो, बन्द करें, बंद किया जाए, stop, stop karo, stop kar do, stop karein, band karo, band kar do, band karein, band kare, band kijiye, band kardo, bandh karo, bandh kar do, bandh karein, roko, rok do, rokiye',
  no: 'मत, ना, न, mat, na, naa',
  send: 'भेजो, भेजें, भेजे, भेजना, भेजिए, भेजिये, भेजा करो, करो, करें, कीजिए, किया करो, भेजने, bhejo, bheje, bhejen, bhejein, bhejna, bhejiye, bheja karo, karo, karen, karein, kijiye, kiya karo, bhejne, send karo, send karna',
  unwanted:
    'नहीं चाहिए, नही चाहिए, नहीं चाहता, नहीं चाहती, नहीं चाहते, की जरूरत नहीं, की जरूरत नही, नहीं लेना, नहीं लेने, nahi chahiye, nahin chahiye, nai chahiye, nhi chahiye, nahi chahta, nahi chahti, ki zarurat nahi, ki jarurat nahi, nahi lena',
  mail: 'मैसेज, मेसेज, मैसेजेस, संदेश, सन्देश, एसएमएस, विज्ञापन, प्रचार, प्रमोशन, प्रमोशनल मैसेज, ऑफर, ऑफर्स, स्पैम, व्हाट्सएप, व्हाट्सऐप, व्हाट्सएप मैसेज, message, messages, mesage, msg, msgs, massage, sms, sandesh, ad, ads, promotion, promotions, promo, promotional message, offer, offers, spam, whatsapp, whatsapp message, vigyapan, prachar, marketing',
  write: '',
  leave:
    'लिस्ट से हटाओ, लिस्ट से हटा दो, लिस्ट से हटाएं, list se hatao, list se hata do, संपर्क मत करो, संपर्क मत करें, संपर्क न करें, संपर्क ना करें, contact mat karo, contact na karein, mujhe contact mat karo, अनसब्सक्राइब, सदस्यता समाप्त, मेरा नंबर हटाओ, मेरा नंबर हटा दो, मेरा नंबर हटाएं, मेरा नंबर डिलीट करो, unsubscribe, mera number hatao, mera number hata do, mera number delete karo, mera no hatao, mera naam hatao',
  filler:
    'मेरा, सब, mera, sab, मुझे, हमें, मुझको, मेरे, को, पर, अब, आगे, से, और, कोई, कोई भी, ये, यह, ऐसे, इस, तरह, वाले, आप, आपके, अपने, रोज, सारे, सभी, इतने, फिर, दोबारा, दुबारा, कृपया, नंबर, फोन, ज्यादा, भेजना, भेजने, करना, लिस्ट, भी, mujhe, mujhko, humein, hame, mere, ko, pe, par, ab, aage, se, aur, koi, koi bhi, ye, yeh, aise, is, tarah, ke, wale, aap, apke, aapke, apne, roz, sare, saare, sabhi, itne, phir, dobara, number, phone, jyada, zyada, bhejna, bhejne, karna, list, bhi, your, whatsapp, promotional, marketing, प्रमोशनल, मार्केटिंग, spam',
  limit:
    'आज, कल, अभी, तक, पहले, बाद, सिर्फ, केवल, रात, सुबह, शाम, दवा, दवाई, अपॉइंटमेंट, रिपोर्ट, ऑर्डर, aaj, kal, abhi, tak, pehle, baad, sirf, keval, raat, subah, shaam, dawa, dawai, appointment, report, order, jab, जब, अगर, agar, लेकिन, lekin, purane, पुराने, का, की, ka, ki',
  ask: 'क्या, क्यों, क्यूं, कैसे, कब, कहां, कौन, kya, kyu, kyun, kyon, kaise, kab, kahan, kaun, डॉक्टर, doctor, था, थी, tha, thi, gaya, गया, गई, kyunki',
  polite:
    'कृपया, प्लीज, प्लीज़, जी, धन्यवाद, शुक्रिया, भाई, सर, मैडम, नमस्ते, kripya, please, pls, plz, plij, ji, dhanyavad, shukriya, bhai, bhaiya, sir, madam, namaste, yaar, ok, तुरंत, turant',
  doubtful: 'रद्द, कैंसल, कैंसिल, परेशान, radd, cancel, pareshan',
  request: 'क्या आप, kya aap, मैं चाहता हूं कि आप, main chahta hu ki aap, मैंने कहा, maine kaha',
};
