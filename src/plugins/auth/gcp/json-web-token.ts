/** Three parts in base64url: a signed JSON Web Token, by its looks. */
export const JSON_WEB_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
