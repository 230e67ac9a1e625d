/** A small table of emoji by Slack's names: what a bot about work tends to use, and what people react with. */

const TABLE = `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|ok_hand 👌|muscle 💪|point_up ☝️|point_right 👉|point_left 👈|point_down 👇|raised_hand ✋|
handshake 🤝|writing_hand ✍️|eyes 👀|brain 🧠|smile 😄|grinning 😀|slightly_smiling_face 🙂|wink 😉|joy 😂|rolling_on_the_floor_laughing 🤣|blush 😊|heart_eyes 😍|thinking_face 🤔|
neutral_face 😐|face_with_raised_eyebrow 🤨|sweat_smile 😅|sob 😭|cry 😢|disappointed 😞|worried 😟|scream 😱|sunglasses 😎|nerd_face 🤓|face_with_monocle 🧐|shushing_face 🤫|sleeping 😴|exploding_head 🤯|
partying_face 🥳|shrug 🤷|facepalm 🤦|robot_face 🤖|ghost 👻|heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|broken_heart 💔|100 💯|fire 🔥|sparkles ✨|star ⭐|star2 🌟|tada 🎉|confetti_ball 🎊|
balloon 🎈|gift 🎁|trophy 🏆|medal 🏅|first_place_medal 🥇|dart 🎯|rocket 🚀|zap ⚡|boom 💥|bulb 💡|mag 🔍|mag_right 🔎|microscope 🔬|telescope 🔭|test_tube 🧪|dna 🧬|satellite 🛰️|seedling 🌱|deciduous_tree 🌳|
evergreen_tree 🌲|herb 🌿|four_leaf_clover 🍀|leaves 🍃|earth_africa 🌍|earth_americas 🌎|globe_with_meridians 🌐|sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|rainbow 🌈|snowflake ❄️|ocean 🌊|anchor ⚓|boat ⛵|compass 🧭|
coffee ☕|tea 🍵|pizza 🍕|cake 🍰|beers 🍻|cookie 🍪|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|heavy_multiplication_x ✖️|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫|warning ⚠️|
rotating_light 🚨|exclamation ❗|grey_exclamation ❕|question ❓|grey_question ❔|bangbang ‼️|interrobang ⁉️|information_source ℹ️|octagonal_sign 🛑|construction 🚧|red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|
large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|large_brown_circle 🟤|black_circle ⚫|white_circle ⚪|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|
large_green_square 🟩|large_blue_square 🟦|large_purple_square 🟪|black_large_square ⬛|white_large_square ⬜|black_small_square ▪️|white_small_square ▫️|small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷|
large_orange_diamond 🔶|small_red_triangle 🔺|small_red_triangle_down 🔻|radio_button 🔘|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣|hash #️⃣|arrow_right ➡️|arrow_left ⬅️|
arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrows_counterclockwise 🔄|repeat 🔁|twisted_rightwards_arrows 🔀|arrow_forward ▶️|
double_vertical_bar ⏸️|black_square_for_stop ⏹️|fast_forward ⏩|rewind ⏪|heavy_plus_sign ➕|heavy_minus_sign ➖|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|timer_clock ⏲️|clock1 🕐|clock3 🕒|clock9 🕘|calendar 📆|
date 📅|spiral_calendar_pad 🗓️|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|envelope ✉️|email 📧|inbox_tray 📥|outbox_tray 📤|incoming_envelope 📨|package 📦|pushpin 📌|
round_pushpin 📍|paperclip 📎|link 🔗|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|page_facing_up 📄|page_with_curl 📃|bookmark_tabs 📑|bookmark 🔖|label 🏷️|book 📖|books 📚|open_book 📖|notebook 📓|ledger 📒|newspaper 📰|
scroll 📜|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|wastebasket 🗑️|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|chart 💹|abacus 🧮|triangular_ruler 📐|straight_ruler 📏|scales ⚖️|
gear ⚙️|hammer 🔨|wrench 🔧|hammer_and_wrench 🛠️|toolbox 🧰|nut_and_bolt 🔩|magnet 🧲|electric_plug 🔌|battery 🔋|computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|cd 💿|iphone 📱|lock 🔒|unlock 🔓|
closed_lock_with_key 🔐|key 🔑|shield 🛡️|moneybag 💰|money_with_wings 💸|dollar 💵|credit_card 💳|receipt 🧾|bank 🏦|factory 🏭|house 🏠|office 🏢|hospital 🏥|ship 🚢|airplane ✈️|truck 🚚|checkered_flag 🏁|
triangular_flag_on_post 🚩|white_flag 🏳️|crystal_ball 🔮|game_die 🎲|jigsaw 🧩|art 🎨|performing_arts 🎭|musical_note 🎵|headphones 🎧|camera 📷|movie_camera 🎥|dog 🐶|cat 🐱|fox_face 🦊|bear 🐻|panda_face 🐼|owl 🦉|bird 🐦|
penguin 🐧|turtle 🐢|snake 🐍|octopus 🐙|whale 🐳|dolphin 🐬|fish 🐟|bug 🐛|bee 🐝|butterfly 🦋|snail 🐌|unicorn_face 🦄|baby 👶|technologist 🧑‍💻|busts_in_silhouette 👥|bust_in_silhouette 👤|footprints 👣|sos 🆘|new 🆕|ok 🆗|up 🆙|cool 🆒|
free 🆓|id 🆔|recycle ♻️|infinity ♾️|tm ™️|copyright ©️`;

const CHARACTERS = new Map(
  TABLE.replaceAll("\n", "")
    .split("|")
    .map((entry) => {
      const at = entry.indexOf(" ");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
);

/** The character of a name, skin tones ignored; null when the table lacks it. */
export function emojiCharacter(name) {
  return CHARACTERS.get(name.split("::")[0]) ?? null;
}

/** Names that contain `typed`, those that begin with it first. One name a character. */
export function findEmoji(typed, limit = 400) {
  const wanted = typed.toLowerCase().replaceAll(" ", "_");
  const seen = new Set();
  const found = [];
  for (const [name, character] of CHARACTERS) {
    if (!name.includes(wanted) || seen.has(character)) continue;
    seen.add(character);
    found.push({ name, character, rank: name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2 });
  }
  return found.sort((a, b) => a.rank - b.rank).slice(0, limit);
}

/** The quick ones beside a message. */
export const QUICK_REACTIONS = ["white_check_mark", "eyes", "raised_hands"];
