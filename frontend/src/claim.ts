// The script of the claim page: takes the token from the address, where no server saw it, into the
// form. It is sent when the button is pressed, and not before.
const field = document.querySelector<HTMLTextAreaElement>("[data-claim]");
const token = location.hash.slice(1);
if (field && token) field.value = token;
