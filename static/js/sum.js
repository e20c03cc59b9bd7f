// The sum of the numbers on a page, while they are typed. Without scripting the sum is that of what is stored.

const numberIn = (text) => (/^\d{1,4}([.,]\d{1,4})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN);

for (const block of document.querySelectorAll("[data-kspp-sum]")) {
  const shown = block.querySelector("[data-kspp-sum-shown]");
  if (!shown) continue;
  block.addEventListener("input", () => {
    const numbers = [...block.querySelectorAll("input[inputmode=decimal]")].map((input) => numberIn(input.value));
    const sum = numbers.reduce((total, number) => total + number, 0);
    shown.textContent = Number.isNaN(sum) ? "–" : sum.toLocaleString("id-ID", { maximumFractionDigits: 4 });
  });
}
