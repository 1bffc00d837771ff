/** How a manager stands in a form: by the address where there is one, which no two people share. */
export const managerText = (manager: { name: string; email: string | null }): string =>
  manager.email ?? manager.name
