var e=document.querySelector("[data-claim]"),t=location.hash.slice(1);e&&t&&(e.value=t);
