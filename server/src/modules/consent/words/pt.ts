import type { WordList } from './word-list.ts';

/** Portuguese. */
export const portuguese: WordList = {
  language: 'pt',
  isVerbLast: false,
  stopAlone:
    'stop, parar, pare, parem, sair, descadastrar, descadastre, descadastrar me, me descadastre, descadastrem, cancelar inscricao, cancelar assinatura de mensagens, cancelar envio, cancelar mensagens, parar mensagens, parar promocoes, pare mensagens, interromper promocoes, parar promo, chega de mensagens, chega de spam, sem mensagens, nao quero mais mensagens, nao quero receber, nao quero mais receber, nao me contate, nao me contate mais, nao entre em contato, nao entrem em contato, nao entre mais em contato, me tire da lista, me tirem da lista, me remova da lista, quero sair da lista, desinscrever, sair da lista',
  startAlone:
    'comecar, iniciar, voltar a receber, retomar, reativar, inscrever, me inscrever, quero receber, quero voltar a receber, start, comecar de novo',
  doubtAlone:
    'cancelar, cancela, cancele, remover, chega, para, encerrar, fim, basta, excluir, apagar, me deixe em paz, me deixa em paz, para com isso, pare com isso, tirar, voltar',
  stop: 'stop, pare, parem, parar, pare de, parem de, para de, parar de, deixe de, deixem de, deixar de, cesse, cessem, suspenda, suspendam, interrompa, interrompam, chega de, basta de',
  no: 'nao, nao me, nao nos, nunca mais, nunca mais me, nao quero que',
  send: 'mandar, mande, mandem, mandarem, mandando, enviar, envie, enviem, enviando, enviarem, receber, receba, recebendo, encaminhar, encaminhe, compartilhar, incomodar com, encham com',
  unwanted:
    'nao quero, nao queremos, nao desejo, nao quero mais, nao desejo mais, nao tenho interesse em, nao tenho interesse, nao preciso, sem mais, nao gostaria de, nao aguento mais',
  mail: 'mensagem, mensagens, msg, msgs, mensagenzinha, sms, spam, promo, promos, promocao, promocoes, propaganda, propagandas, publicidade, anuncio, anuncios, marketing, ofertas, oferta, notificacoes, newsletter, whatsapp, zap, zaps, comunicados, lista de transmissao, divulgacao',
  write:
    'escreva, escrevam, escrever, contate, contatem, contatar, contactem, contacte, entre em contato, entrem em contato, entrar em contato, chame, chamem, chamar, me chamar, spammar',
  leave:
    'descadastrar, me descadastrar, me descadastre, descadastrem, me tire, me tirem, me tira, me remova, me removam, me remove, me exclua, me excluam, remova meu numero, removam meu numero, apague meu numero, exclua meu numero, tire meu numero, cancelar inscricao, quero sair da lista',
  filler:
    'me, nos, mais, os, as, o, a, estas, estes, essas, esses, esta, este, essa, esse, isso, suas, seus, sua, seu, de, do, da, dos, das, com, por, para, pra, mim, que, tantas, tantos, tanta, tanto, todas, todos, tudo, tipo, outra, vez, favor, continuar, recebendo, receber, nenhuma, nenhum, nada, chatas, chatos, numero, celular, telefone, e, ou, nem, ao, em, no, na, lista, listas, contatos, contato, um, uma, comerciais, comercial, promocionais, promocional, publicitarias, indesejadas, diarias, imediatamente, eu, quero, voces, voce, ja, aqui, ficar, toda, hora, agora, se, base, dados',
  limit:
    'hoje, amanha, ate, antes, depois, exceto, somente, apenas, so, noite, tarde, segunda, domingo, semana, consulta, remedio, remedios, medicamento, receita, resultado, resultados, fatura, boleto, pedido, pacote, encomenda, velho, antigo, marido, esposa, trabalho, sobre, enquanto, sem, ainda, quando, durante, academia, plano, errado, lembrete, lembretes',
  ask: 'ele, ela, eles, como, por que, porque, pq, onde, quem, se eu, se voces, qual, quanto, posso, devo, deveria, sera, foi, era, doutor, doutora, medico, medica, pararam, parou, deixaram, medo, nao parem, nao pare, nao deixe, nao deixem',
  polite:
    'por favor, pfv, pf, porfavor, favor, obrigado, obrigada, obg, ola, oi, bom dia, boa tarde, boa noite, agora, ja, ok, desculpe, gente, amigo, moca, moco, senhor, senhora, urgente, grato, grata',
  doubtful:
    'cancelar, cancela, cancele, cancelem, cancelamento, desmarcar, incomodar, incomodem, incomodando, parar, pare, parem, deixar de, pararam de, parou de, nao parem, nao parem de, nao pare, stop',
  request:
    'pode, podem, poderia, poderiam, consegue, peco que, quero que, gostaria que, por gentileza, da pra, preciso que, ja pedi para, ja falei para, solicito que',
};
