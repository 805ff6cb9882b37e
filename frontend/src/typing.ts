// Counts of each open answer how often whoever answers changed it, and how many characters were
// pasted: never what, nor when. The field that is sent holds the counts: "id:inputs:pasted", and an
// id alone where nothing is known, because the browser itself brought an answer back.

function typing(form: HTMLFormElement, field: HTMLInputElement): void {
    const control = (id: string): HTMLTextAreaElement | null =>
        form.querySelector(`[name="${CSS.escape(id)}"]`);
    field.value = field.value.split(" ").map((part) => {
        const one = control(part);
        return one && one.value === one.defaultValue ? `${part}:0:0` : part;
    }).join(" ");

    const count = (event: Event, inputs: number, pasted: number): void => {
        const { name } = event.target as HTMLInputElement;
        // What a program sets off is not somebody's.
        if (!event.isTrusted || !name) return;
        field.value = field.value.split(" ").map((part) => {
            const [id, ...old] = part.split(":");
            if (id !== name || old.length < 2) return part;
            const add = (index: number, more: number): number =>
                Math.min(Number(old[index]) + more, 1e6);
            return `${id}:${add(0, inputs)}:${add(1, pasted)}`;
        }).join(" ");
    };
    const text = (data: DataTransfer | null): number => [...(data?.getData("text") ?? "")].length;
    form.addEventListener("input", (event) => count(event, 1, 0));
    form.addEventListener("paste", (event) => count(event, 0, text(event.clipboardData)));
    form.addEventListener("drop", (event) => count(event, 0, text(event.dataTransfer)));
}

const field = document.querySelector<HTMLInputElement>('input[name="_typing"]');
if (field?.form) typing(field.form, field);
export {};
