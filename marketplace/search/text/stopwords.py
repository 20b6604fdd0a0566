"""Small lists of words that say nothing about what a text is on, compared in their folded form."""

from marketplace.search.text.fold import fold

_LISTS = {
    "en": """
        a about above after again against all also am an and any are as at be because been before being
        below between both but by can cannot could d did do does doing down during each few for from
        further had has have having he her here hers him his how i if in into is it its itself just ll m
        me more most my myself no nor not of off on once only or other our ours out over own re s same she
        should so some such t than that the their theirs them then there these they this those through to
        too under until up ve very was we were what when where which while who whom why will with would
        you your yours
    """,
    "de": """
        aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des
        dich die dies diese dieser dieses dir doch du durch ein eine einem einen einer eines er es euch
        fur hat hatte ich ihr ihre ihrem ihren ihrer im in ist ja kann kein keine mein mich mir mit nach
        nicht noch nur ob oder ohne sein seine sich sie sind so uber um und uns unter vom von vor war was
        weil wenn wer wie wir wird wo zu zum zur
    """,
    "fr": """
        a au aux avec c ce ces cette comme d dans de des du elle en est et eux il ils j je l la le les
        leur leurs lui m ma mais me mes mon n ne nos notre nous on ou par pas plus pour qu que qui s sa
        sans se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y
    """,
    "es": """
        a al como con de del desde donde el ella ellas ellos en entre era es esta este esto fue ha han hay
        la las le les lo los mas me mi mis muy no nos o para pero por que se ser si sin sobre son su sus
        tambien te tiene tu un una uno y ya
    """,
    "it": """
        a ad agli ai al alla alle allo anche che chi ci come con cui da dal dalla dei del della delle di e
        ed era gli ha hanno i il in io l la le lei lo loro lui ma mi nel nella non o per piu quella quello
        questa questo se si sono su sua sul sulla suo tra tu un una uno vi
    """,
    "pt": """
        a ao aos as ate com como da das de do dos e ela elas ele eles em entre era essa esse esta este eu
        foi ha isso ja la mais mas me mesmo na nas no nos o os ou para pela pelo por quando que se sem ser
        seu seus sua suas tambem te tem um uma voce
    """,
    "nl": """
        aan al als bij dan dat de der deze die dit door een en er had heb hebben heeft het hij hoe ik in
        is je kan maar me met mijn naar niet nog nu of om onder ons ook op over te tot uit van veel voor
        was wat we wel werd wie wij worden zal ze zich zij zijn zo
    """,
    "pl": """
        a aby ale bez bo by byc byl co czy dla do gdy i ich ile ja jak jako je jego jej jest juz ktora
        ktore ktory lub ma mnie moze na nad nas nie niego o od on ona oni oraz po pod przez przy sa sie
        tak takze tam ten to tu tylko w we wszystko z za ze
    """,
    "ro": """
        a acea aceasta acest ai al ale am ar are as asta au ca care ce cel cu da dar de din este fi fie in
        intre ii ila isi la le lor lui mai ne ni nu o pe pentru prin sa sau se si sunt un una unei unui va
        vor
    """,
    "sr": """
        a ako ali bi bila bio da do duz ga i ili iz iza ja je jer jos k kada kako kao koja koje koji li me
        mi na nad ne nego ni nije o od on ona oni ono pa po pod pre pri s sa samo se su sve sta tako te ti
        to u uz vi za ce
    """,
    "sq": """
        a ai ajo ata ato asht do dhe duke e edhe eshte i ishte ishin ka kane ke kjo ku kur ky me mbi mund
        na ne nga nese nuk pa per po pra qe s se si te tek u un une ju jane
    """,
    "ru": """
        а без бы был была были было быть в вам вас во вот все вы где да для до его ее если есть еще же за
        и из или им их к как когда кто ли мы на над не него ней нет ни но о об он она они оно от по под
        при с со так там то тоже только ты у уже что чтобы это этот я
    """,
    "uk": """
        а або але без був була були було бути в вам вас ви від він вона вони воно все да де для до за з зі
        і із її їх й його коли ми на над не ні но о об по під при про с та так там те ти то тут у хто це
        цей чи що щоб я як який
    """,
    "tr": """
        acaba ama ancak bana bazi ben bir biri biz bu cok cunku da daha de degil diye en gibi hem hep her
        hic icin ile ise kadar ki kim mi mu nasil ne neden nerede o olan olarak onlar sen siz su tum ve
        veya ya yani
    """,
    "ar": """
        أن أو أي إلى إن التي الذي الذين ب بعد بين تم ثم حتى حيث ذلك على عن عند غير ف في قد كان كانت كل كما
        ل لا لم لن له لها ما مع من منذ هذا هذه هل هم هو هي و يكون
    """,
    "fa": """
        آن آنها از است اگر اما این با باید بر برای بود به بین تا تر ترین چه چون خود در را شد شده شود کرد
        که کند ما من مورد می نیز ها های هم همه هر و ولی یا یک
    """,
    "ur": """
        اس اسے ان اور ایک بھی پر تک تھا تھی تھے تو جو سے کا کر کہ کو کی کے گا گی گے میں نہیں نے وہ ہو ہوں
        ہے ہیں یا یہ
    """,
    "vi": """
        bị các cái cho có của cùng cũng đã đang đây để đến đều do đó được hay hoặc khi không là lại làm
        lên mà mỗi một nào này nên nếu như nhưng những ra rất sẽ sau tại theo thì trên trong từ và vào về
        với
    """,
    "sv": """
        alla att av de den det dig din du där efter ej eller en er ett från för ha han har hon i in inte
        jag kan man med men mig min mot ni nu när och om oss på sig sin ska som så till under upp ut var
        vi vid vill är över
    """,
    "el": """
        αλλα αν απο για δε δεν ειναι εκει ενα ενας εχει η θα και κατα με μια να ο οι οπου οτι ου που προς
        σε στα στη στην στις στο στον τα τη την της τι τις το τον του τους των ως
    """,
}
_LISTS.update(dict.fromkeys(("bs", "hr", "cnr", "sh"), _LISTS["sr"]))
_LISTS["prs"] = _LISTS["fa"]

_FOLDED = {language: frozenset(fold(word) for word in words.split()) for language, words in _LISTS.items()}
_NONE: frozenset[str] = frozenset()


def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language (primary subtag) in their folded form; none where we have no list."""
    return _FOLDED.get(language, _NONE)
