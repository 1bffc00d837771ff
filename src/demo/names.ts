/** Names by where people's families come from. Put together at random, they are nobody's. */
export const names: readonly { given: readonly string[]; family: readonly string[]; language: string }[] = [
  {
    language: 'pt',
    given: ['Beatriz', 'Duarte', 'Inês', 'João', 'Leonor', 'Mafalda', 'Rui', 'Tiago', 'Matilde', 'Gonçalo'],
    family: ['Almeida', 'Carvalho', 'Faria', 'Lourenço', 'Moura', 'Nogueira', 'Pacheco', 'Simões', 'Vaz'],
  },
  {
    language: 'es',
    given: ['Alba', 'Diego', 'Elena', 'Iker', 'Lucía', 'Mateo', 'Nuria', 'Pablo', 'Rocío', 'Álvaro'],
    family: ['Aguirre', 'Benítez', 'Campos', 'Etxeberria', 'Ibáñez', 'Luna', 'Núñez', 'Rivas', 'Vidal'],
  },
  {
    language: 'fr',
    given: ['Adèle', 'Bastien', 'Chloé', 'Élodie', 'Hugo', 'Maëlle', 'Noé', 'Solène', 'Théo'],
    family: ['Blanchet', 'Carpentier', 'Delorme', 'Fontaine', 'Girard', 'Marchand', 'Perrot', 'Renaud'],
  },
  {
    language: 'ar',
    given: ['Amal', 'Bilal', 'Farah', 'Hanan', 'Karim', 'Layla', 'Nour', 'Rania', 'Samir', 'Yusuf'],
    family: ['Abbas', 'Benali', 'Darwish', 'Haddad', 'Khalil', 'Mansour', 'Nasser', 'Saleh', 'Zidan'],
  },
  {
    language: 'en',
    given: ['Akua', 'Chidi', 'Efua', 'Femi', 'Kwame', 'Ngozi', 'Obinna', 'Tunde', 'Yaa', 'Zainab'],
    family: ['Adeyemi', 'Asante', 'Boateng', 'Eze', 'Mensah', 'Nwosu', 'Okafor', 'Okonkwo', 'Owusu'],
  },
  {
    language: 'uk',
    given: ['Andriy', 'Bohdan', 'Daryna', 'Iryna', 'Marko', 'Oksana', 'Olha', 'Taras', 'Yulia'],
    family: ['Bondar', 'Hrytsenko', 'Kovalenko', 'Lysenko', 'Melnyk', 'Petrenko', 'Savchuk', 'Tkach'],
  },
  {
    language: 'hi',
    given: ['Anjali', 'Arjun', 'Deepa', 'Kavya', 'Manoj', 'Nikhil', 'Priya', 'Rohan', 'Sunita', 'Vikram'],
    family: ['Bhatt', 'Chandra', 'Desai', 'Iyer', 'Joshi', 'Menon', 'Nair', 'Patel', 'Rao', 'Thomas'],
  },
  {
    language: 'en',
    given: ['Alice', 'Callum', 'Erin', 'Fiona', 'Gareth', 'Heather', 'Isla', 'Owen', 'Rhys', 'Siobhan'],
    family: ['Ashworth', 'Brennan', 'Carrick', 'Fairley', 'Hartnell', 'Kerrigan', 'Lomax', 'Penhale', 'Rowe'],
  },
  {
    language: 'fil',
    given: ['Althea', 'Bayani', 'Carlo', 'Dalisay', 'Jasmin', 'Joel', 'Ligaya', 'Marisol', 'Rommel'],
    family: [
      'Aquino',
      'Bautista',
      'Dizon',
      'Guevarra',
      'Ilagan',
      'Magsino',
      'Pascual',
      'Salonga',
      'Tolentino',
    ],
  },
  {
    language: 'zh',
    given: ['Hui', 'Jian', 'Lan', 'Mei', 'Ning', 'Qing', 'Rong', 'Shan', 'Wei', 'Xin'],
    family: ['Cao', 'Deng', 'Fang', 'Gao', 'Han', 'Liang', 'Pan', 'Shen', 'Tang', 'Zhou'],
  },
]
