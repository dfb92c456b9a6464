import type { WordList } from './word-list.ts';

/** Spanish. */
export const spanish: WordList = {
  language: 'es',
  isVerbLast: false,
  stopAlone:
    'stop, parar, paren, alto, baja, dar de baja, darme de baja, dame de baja, denme de baja, de baja, quiero darme de baja, cancelar suscripcion, cancelar la suscripcion, cancelar mi suscripcion, detener, detener promociones, detener mensajes, parar mensajes, parar promociones, no mas mensajes, no mas promociones, no mas publicidad, no mas spam, basta de mensajes, no me escriban mas, no me escribas mas, no me contacten, no me contacten mas, desuscribir, desuscribirme, desuscribirse, cancelar promociones, no quiero mas mensajes, quitenme de la lista, sacame de la lista, saquenme de la lista',
  startAlone:
    'empezar, iniciar, comenzar, alta, darme de alta, reanudar, reactivar, suscribir, suscribirme, volver a recibir, start, continuar recibiendo',
  doubtAlone:
    'cancelar, cancela, salir, para, pare, basta, eliminar, borrar, no mas, ya basta, ya no, dejenme en paz, dejame en paz, detente, quitar, fin, termina, terminar',
  stop: 'stop, parar, paren, pare, para de, pare de, paren de, parad de, parar de, deja de, deje de, dejen de, dejar de, dejad de, dejen, detener, detengan, detenga, basta de, cesen, cesen de, suspender, suspendan',
  no: 'no me, no nos, no, ya no, ya no me, nunca mas, nunca me, jamas me, que no me',
  send: 'mandar, mandarme, mandes, mande, manden, mandeis, mandando, enviar, enviarme, enviarnos, envies, envie, envien, envieis, enviando, recibir, reciba, llegar, lleguen, compartir, molesten con, molestar con, molestes con, hagan llegar, bombardear con, mandarnos',
  unwanted:
    'no quiero, no queremos, no deseo, ya no quiero, ya no deseo, no me interesa, no me interesan, no mas, nada de, no necesito, no quiero mas, ya no me interesan, no quisiera',
  mail: 'mensaje, mensajes, mensajitos, sms, spam, promo, promos, promocion, promociones, publicidad, anuncio, anuncios, propaganda, propagandas, marketing, ofertas, notificaciones, boletin, boletines, whatsapp, whatsapps, wasaps, comunicaciones, correo no deseado, difusiones',
  write:
    'escriban, escribas, escriba, escribirme, escribiendome, escribir, contacten, contactes, contacte, contactarme, contactarnos, mensajearme, mensajeen, hablen, spamear, texteen',
  leave:
    'darme de baja, dar de baja, dame de baja, denme de baja, deme de baja, desuscribirme, desuscribir, cancelar la suscripcion, cancelar mi suscripcion, saquenme de, sacame de, saqueme de, quitenme de, quitame de, eliminenme de, borrenme de, borren mi numero, eliminen mi numero, borra mi numero, quiten mi numero',
  filler:
    'me, nos, mas, los, las, el, la, lo, le, estos, estas, esos, esas, ese, esa, este, esta, sus, tus, su, tu, de, del, con, por, a, mi, que, tantos, tantas, tanto, tanta, todos, todas, todo, tipo, otro, otra, vez, favor, seguir, recibiendo, recibir, ningun, ninguna, nada, molestos, molesta, numero, celular, movil, y, o, ni, al, en, lista, listas, difusion, contactos, un, una, comerciales, comercial, publicitarios, publicitario, promocionales, promocional, basura, diarios, inmediatamente, yo, quiero, ustedes, usted, ya, aqui, quisiera, deseo, se, base, datos',
  limit:
    'hoy, manana, hasta, antes, despues, excepto, solo, solamente, salvo, noche, tarde, lunes, domingo, semana, cita, turno, medicamento, medicina, receta, resultados, factura, pedido, paquete, viejo, anterior, marido, esposo, esposa, trabajo, sobre, mientras, sin, todavia, aun, cuando, durante, gimnasio, seguro, plan, equivocado, recordatorio, recordatorios, pero si',
  ask: 'como, por que, porque, cuando, donde, quien, si, cual, cuanto, puedo, debo, deberia, podria dejar, ha, han, habia, doctor, doctora, medico, fue, era, dejaron, paro, miedo, no dejen, no deje, no dejes, no paren, no pares',
  polite:
    'por favor, porfa, porfavor, porfis, favor, gracias, muchas gracias, hola, buenas, buenos dias, buenas tardes, ahora, ya, ok, vale, disculpe, disculpen, perdon, senor, senora, amigo, amigos, urgente, si',
  doubtful:
    'cancelar, cancela, cancelen, cancelo, cancelacion, anular, anulen, molestar, molesten, molestando, parar, dejar de, deje de, dejo de, dejaron de, dejen de, no dejen, no dejen de, no paren, basta, stop, acosar',
  request:
    'puedes, puede, pueden, podrias, podria, podrian, podeis, les pido que, le pido que, quiero que, pido que, pueden por favor, te pido que, necesito que, les dije que, exijo que',
};
